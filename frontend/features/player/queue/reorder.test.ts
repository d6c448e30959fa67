import { describe, expect, it } from 'vitest';
import { givesWay, placeByKey, placeOver } from './reorder';

describe('a drag in the queue', () => {
  it.each([
    [0, 0],
    [27, 0],
    [33, 1],
    [64, 1],
    [1_000, 4],
    [-1_000, 0],
  ])('of the first row by %i px moves it to place %i', (draggedPx, place) => {
    expect(placeOver(0, draggedPx, 64, 5)).toBe(place);
  });

  it('moves no row while the height of a row is unknown', () => {
    expect(placeOver(2, 100, 0, 5)).toBe(2);
  });

  it('shifts only the rows between the old and the new place', () => {
    expect([0, 1, 2, 3, 4].map((place) => givesWay(place, 1, 3))).toEqual([0, 0, -1, -1, 0]);
    expect([0, 1, 2, 3, 4].map((place) => givesWay(place, 3, 1))).toEqual([0, 1, 1, 0, 0]);
  });
});

describe('a key on the grip of a row', () => {
  it.each([
    ['ArrowUp', 1],
    ['ArrowDown', 3],
    ['Home', 0],
    ['End', 4],
    ['Tab', null],
    ['Enter', null],
  ])('“%s” moves the row from place 2 to place %s', (pressed, place) => {
    expect(placeByKey(pressed, 2, 5)).toBe(place);
  });

  it('does not move a row beyond the ends of the queue', () => {
    expect(placeByKey('ArrowUp', 0, 5)).toBe(0);
    expect(placeByKey('ArrowDown', 4, 5)).toBe(4);
  });
});
