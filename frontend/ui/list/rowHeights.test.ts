import { describe, expect, it } from 'vitest';
import { RowHeights } from './rowHeights';

const ids = ['a', 'b', 'c', 'd'];

function heightsOf(shown: readonly string[]): RowHeights {
  const heights = new RowHeights();
  heights.show(shown);
  return heights;
}

describe('the heights of rows', () => {
  it('are assumed where nothing was measured, and are the same for all', () => {
    const heights = heightsOf(ids);
    expect(heights.before(0)).toBe(0);
    expect(heights.before(4)).toBe(4 * heights.before(1));
  });

  it('are those that were measured, and their average for the other rows', () => {
    const heights = heightsOf(ids);
    expect(
      heights.measure([
        { id: 'a', heightPx: 60 },
        { id: 'b', heightPx: 100 },
      ]),
    ).toBe(true);
    expect([0, 1, 2, 3, 4].map((index) => heights.before(index))).toEqual([0, 60, 160, 240, 320]);
    expect(heights.measure([{ id: 'a', heightPx: 60 }])).toBe(false);
  });

  it('do not move the rows that were not measured when another one is', () => {
    const heights = heightsOf(ids);
    heights.measure([{ id: 'a', heightPx: 60 }]);
    heights.measure([{ id: 'b', heightPx: 200 }]);
    expect(heights.before(4) - heights.before(3)).toBe(60);
  });

  it('belong to the rows, whatever their order is', () => {
    const heights = heightsOf(ids);
    heights.measure([
      { id: 'a', heightPx: 60 },
      { id: 'd', heightPx: 100 },
    ]);
    heights.show(['d', 'a']);
    expect(heights.before(1)).toBe(100);
    expect(heights.before(2)).toBe(160);
  });

  it('tell which row is at a distance from the top', () => {
    const heights = heightsOf(ids);
    heights.measure(ids.map((id, index) => ({ id, heightPx: 10 * (index + 1) })));
    expect([-5, 0, 9, 10, 29, 30, 59, 60, 1_000].map((px) => heights.at(px))).toEqual([
      0, 0, 0, 1, 1, 2, 2, 3, 3,
    ]);
    expect(heightsOf([]).at(5)).toBe(0);
  });

  it('leave out rows that are not laid out', () => {
    const heights = heightsOf(ids);
    expect(heights.measure([{ id: 'a', heightPx: 0 }])).toBe(false);
    expect(heights.before(1)).toBeGreaterThan(0);
  });
});
