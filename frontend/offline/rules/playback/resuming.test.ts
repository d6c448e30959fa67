import { describe, expect, it } from 'vitest';
import { resumeFrom } from './resuming';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

describe('resuming after a pause', () => {
  it.each([
    ['a moment', 2_000, 0],
    ['a minute', MINUTE_MS, 0],
    ['more than a minute', MINUTE_MS + 1, 5_000],
    ['an hour', HOUR_MS, 5_000],
    ['more than an hour', HOUR_MS + 1, 15_000],
    ['a day', 24 * HOUR_MS, 15_000],
    ['more than a day', 24 * HOUR_MS + 1, 30_000],
    ['a year', 365 * 24 * HOUR_MS, 30_000],
    ['a pause that a clock set back made negative', -HOUR_MS, 0],
  ])('goes back after %s by a few seconds', (_pause, pausedMs, byMs) => {
    expect(resumeFrom(600_000, pausedMs)).toBe(600_000 - byMs);
  });

  it('never goes back beyond the beginning', () => {
    expect(resumeFrom(12_000, 25 * HOUR_MS)).toBe(0);
  });
});
