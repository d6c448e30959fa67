import { describe, expect, it } from 'vitest';
import { AWAKE, EXTENSION_MS, extended, isOver, listened, sleepIn, volumeOf } from './sleep';

describe('the sleep timer', () => {
  it('counts down while a lecture plays, and is over when no time remains', () => {
    const sleep = listened(sleepIn(5), 299_000);
    expect(sleep).toEqual({ kind: 'minutes', remainingMs: 1_000 });
    expect(isOver(sleep)).toBe(false);
    expect(isOver(listened(sleep, 5_000))).toBe(true);
  });

  it('does not count up when the clock is set back', () => {
    expect(listened(sleepIn(5), -60_000)).toEqual(sleepIn(5));
  });

  it('is extended by a tap, also in its last second', () => {
    expect(extended(listened(sleepIn(5), 299_500))).toEqual({
      kind: 'minutes',
      remainingMs: EXTENSION_MS + 500,
    });
  });

  it('keeps the full volume until the last ten seconds, and then fades to silence', () => {
    const at = (remainingMs: number) => volumeOf({ kind: 'minutes', remainingMs });
    expect([at(60_000), at(10_000), at(5_000), at(0)]).toEqual([1, 1, 0.5, 0]);
  });

  it('neither counts nor fades nor ends when it waits for the end of the lecture, or is off', () => {
    for (const sleep of [AWAKE, { kind: 'end-of-lecture' } as const]) {
      expect(listened(sleep, 60_000)).toBe(sleep);
      expect(extended(sleep)).toBe(sleep);
      expect(volumeOf(sleep)).toBe(1);
      expect(isOver(sleep)).toBe(false);
    }
  });
});
