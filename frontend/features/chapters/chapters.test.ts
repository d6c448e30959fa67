import { describe, expect, it } from 'vitest';
import { chapterAt, nextStart, previousStart } from './chapters';

const chapters = [
  { startMs: 10_000, title: 'One' },
  { startMs: 60_000, title: 'Two' },
];

describe('chapters', () => {
  it.each([
    [0, -1],
    [9_999, -1],
    [10_000, 0],
    [59_999, 0],
    [60_000, 1],
    [900_000, 1],
  ])('at %d ms it is chapter %d', (positionMs, index) => {
    expect(chapterAt(chapters, positionMs)).toBe(index);
  });

  it('has a next one until the last', () => {
    expect(nextStart(chapters, 0)).toBe(10_000);
    expect(nextStart(chapters, 10_000)).toBe(60_000);
    expect(nextStart(chapters, 60_000)).toBeNull();
    expect(nextStart([], 0)).toBeNull();
  });

  it('goes back to its beginning, and right after that to the one before', () => {
    expect(previousStart(chapters, 0)).toBeNull();
    expect(previousStart(chapters, 11_000)).toBe(10_000);
    expect(previousStart(chapters, 62_000)).toBe(10_000);
    expect(previousStart(chapters, 63_001)).toBe(60_000);
    expect(previousStart([], 0)).toBeNull();
  });
});
