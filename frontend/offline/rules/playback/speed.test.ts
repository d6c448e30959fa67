import { describe, expect, it } from 'vitest';
import { MAX_SPEEDS, speedOf, withSpeed, type Speeds } from './speed';

describe('the speed', () => {
  it('is the one chosen for the series, else the default', () => {
    const speeds = withSpeed(withSpeed([], 'a', 1.5), 'a', 1.25);
    expect(speedOf(speeds, 'a', 2)).toBe(1.25);
    expect(speedOf(speeds, 'b', 2)).toBe(2);
  });

  it('is between 0.5 and 3, whatever was requested or stored', () => {
    expect(speedOf(withSpeed([], 'a', 9), 'a', 1)).toBe(3);
    expect(speedOf([['a', 0]], 'a', 1)).toBe(0.5);
  });

  it('is remembered for a limited number of series, the most recent ones', () => {
    const speeds = Array.from({ length: MAX_SPEEDS + 1 }, (_, n) => `s${n}`).reduce<Speeds>(
      (all, key) => withSpeed(all, key, 2),
      [],
    );
    expect(speeds).toHaveLength(MAX_SPEEDS);
    expect(speedOf(speeds, 's0', 1)).toBe(1);
    expect(speedOf(speeds, `s${MAX_SPEEDS}`, 1)).toBe(2);
  });
});
