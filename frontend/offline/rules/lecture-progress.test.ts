import { describe, expect, it } from 'vitest';
import type { Intent } from './intent';
import { endMarginMs, overlay, lectureProgressOf, type LocalPosition } from './lecture-progress';

const HOUR_MS = 3_600_000;

function progress(positionMs: number, occurredAt: number): Intent {
  return { id: 'p', type: 'PROGRESS', lectureId: 'l', occurredAt, positionMs, audioAssetId: 'a' };
}

function flag(type: 'COMPLETED' | 'REOPENED' | 'FAVORITED', occurredAt: number): Intent {
  return { id: 'm', type, lectureId: 'l', occurredAt, positionMs: null, audioAssetId: null };
}

function resume(intents: readonly Intent[], durationMs: number | null = HOUR_MS): number {
  return lectureProgressOf('l', overlay(null, intents, null, 'd'), durationMs).view.resumePositionMs;
}

describe('the progress of a lecture', () => {
  it('R3: offers the most recent position, whatever the order of arrival', () => {
    expect(resume([progress(9_000, 20), progress(50_000, 10)])).toBe(9_000);
  });

  it('R5: offers a position only when it is later than the completion, and the lecture stays completed', () => {
    expect(resume([progress(9_000, 10), flag('COMPLETED', 10)])).toBe(0);
    expect(resume([progress(9_000, 11), flag('COMPLETED', 10)])).toBe(9_000);
    const registers = overlay(null, [progress(9_000, 11), flag('COMPLETED', 10)], null, 'd');
    expect(lectureProgressOf('l', registers, HOUR_MS).view.completed).toBe(true);
  });

  it('R5: offers the stored position again after a reopening', () => {
    expect(resume([progress(9_000, 10), flag('COMPLETED', 11), flag('REOPENED', 12)])).toBe(9_000);
  });

  it.each([
    [HOUR_MS, 10_000],
    [200_000, 10_000],
    [100_000, 5_000],
    [39, 1],
    [0, 0],
  ])('R5: has for a duration of %i ms an end margin of %i ms', (durationMs, marginMs) => {
    expect(endMarginMs(durationMs)).toBe(marginMs);
  });

  it('R5: offers the beginning for a position within the end margin or beyond the end', () => {
    expect(resume([progress(HOUR_MS - 10_001, 1)])).toBe(HOUR_MS - 10_001);
    expect(resume([progress(HOUR_MS - 10_000, 1)])).toBe(0);
    expect(resume([progress(HOUR_MS + 5, 1)])).toBe(0);
    expect(resume([progress(HOUR_MS + 5, 1)], null)).toBe(HOUR_MS + 5);
  });

  it('C8: includes positions that are kept only on this device, by their own time', () => {
    const local: LocalPosition = {
      ...{ account: 'x', lectureId: 'l', positionMs: 70_000, audioAssetId: 'a' },
      ...{ occurredAt: 15, intentId: 'k', offered: false },
    };
    const over = (at: number) => overlay(null, [progress(9_000, at)], local, 'd').position?.positionMs;
    expect(over(10)).toBe(70_000);
    expect(over(20)).toBe(9_000);
  });
});
