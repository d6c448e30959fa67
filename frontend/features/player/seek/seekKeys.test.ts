import { describe, expect, it } from 'vitest';
import { seekByKey } from './seekKeys';

describe('a key on the seek bar', () => {
  it('seeks in the direction of reading with left and right', () => {
    expect(seekByKey('ArrowRight', 'ltr', 60_000, 100_000)).toBe(65_000);
    expect(seekByKey('ArrowRight', 'rtl', 60_000, 100_000)).toBe(55_000);
    expect(seekByKey('ArrowLeft', 'ltr', 60_000, 100_000)).toBe(55_000);
    expect(seekByKey('ArrowLeft', 'rtl', 60_000, 100_000)).toBe(65_000);
  });

  it('seeks forward with up and back with down in both directions of reading', () => {
    expect(seekByKey('ArrowUp', 'rtl', 60_000, 100_000)).toBe(65_000);
    expect(seekByKey('ArrowDown', 'ltr', 60_000, 100_000)).toBe(55_000);
  });

  it('does not seek beyond the start or the end of the lecture', () => {
    expect(seekByKey('ArrowLeft', 'ltr', 2_000, 100_000)).toBe(0);
    expect(seekByKey('PageUp', 'ltr', 60_000, 100_000)).toBe(100_000);
    expect(seekByKey('End', 'ltr', 0, 100_000)).toBe(100_000);
    expect(seekByKey('Home', 'rtl', 50_000, 100_000)).toBe(0);
  });

  it('does nothing when it is any other key', () => {
    expect(seekByKey('Tab', 'ltr', 0, 100_000)).toBeNull();
    expect(seekByKey('a', 'ltr', 0, 100_000)).toBeNull();
  });
});
