import { describe, expect, it } from 'vitest';
import { closes, draggedTo } from './swipe';

describe('a sheet that is dragged', () => {
  it('follows the finger down, and does not move above its place', () => {
    expect(draggedTo(100, 180)).toBe(80);
    expect(draggedTo(100, 40)).toBe(0);
  });

  it.each([
    ['far and slowly', 140, 2_000, true],
    ['a little and slowly', 60, 1_000, false],
    ['a little and fast', 60, 80, true],
    ['a tap that slipped', 10, 5, false],
    ['not at all', 0, 0, false],
  ])('closes depending on the distance and the speed: %s', (_how, px, ms, closed) => {
    expect(closes(px, ms)).toBe(closed);
  });
});
