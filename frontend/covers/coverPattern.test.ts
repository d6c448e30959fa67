import { describe, expect, it } from 'vitest';
import { coverPattern } from './coverPattern';

const ids = Array.from(
  { length: 400 },
  (_, index) => `0190b0c4-7a1e-7000-8000-${index.toString().padStart(12, '0')}`,
);

describe('a cover', () => {
  it('has the same pattern whenever it is drawn for the same series', () => {
    expect(coverPattern('three principles')).toEqual(coverPattern('three principles'));
    // Recorded from one drawing. A change of the algorithm would change every cover that listeners know.
    const { points, ground } = coverPattern('three principles');
    expect({ points, ground }).toMatchInlineSnapshot(`
      {
        "ground": "oklch(0.36 0.045 215)",
        "points": 9,
      }
    `);
  });

  it('has a hue and a symmetry that vary from series to series', () => {
    expect(new Set(ids.map((id) => coverPattern(id).ground)).size).toBe(8);
    expect(new Set(ids.map((id) => coverPattern(id).points)).size).toBe(5);
  });

  it('has different patterns for most pairs of neighbouring ids', () => {
    const same = ids.filter(
      (id, index) => index > 0 && coverPattern(ids[index - 1] ?? '').star === coverPattern(id).star,
    );
    expect(same.length).toBeLessThan(ids.length / 10);
  });

  it('contains every corner of its star', () => {
    for (const id of ids.slice(0, 50)) {
      const { star, points } = coverPattern(id);
      expect(star.match(/[ML]/g)).toHaveLength(points);
    }
  });
});
