import { describe, expect, it } from 'vitest';
import { isUsed } from './installing';

describe('the app', () => {
  it.each([
    ['nothing', [], 0, false],
    ['a lecture that was only tried', [{ completed: false, resumePositionMs: 20_000 }], 0, false],
    ['a minute of listening', [{ completed: false, resumePositionMs: 60_000 }], 0, true],
    ['a lecture that was completed', [{ completed: true, resumePositionMs: 0 }], 0, true],
    ['a download', [], 1, true],
  ])('offers to be installed only after real use: %s', (_what, listening, downloads, used) => {
    expect(isUsed(listening, downloads)).toBe(used);
  });
});
