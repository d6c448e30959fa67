/** What is known of a player whose clock is an estimate (C4.7). */

/** Browsers differ from the counted frames by less where they know the duration. */
const SAME_WITHIN_MS = 2_000;

/** An end nearer to the beginning than this part of the duration is a recording that broke off. */
const END_FROM = 0.8;

/**
 * @param knownMs as the server counted it; 0 where it did not
 * @param shownMs as the browser has it; null while it has none
 */
export function isEstimated(knownMs: number, shownMs: number | null): boolean {
  return knownMs > 0 && shownMs !== null && Math.abs(shownMs - knownMs) > SAME_WITHIN_MS;
}

/** Where the browser has to seek to, by its own estimate, to reach a position of the recording. */
export function toClockMs(positionMs: number, knownMs: number, shownMs: number | null): number {
  return shownMs === null || knownMs === 0 ? positionMs : Math.round((positionMs * shownMs) / knownMs);
}

/** Whether playback that ended at this position, by an estimated clock, ended at the recording's end. */
export function mayBeEnd(positionMs: number, durationMs: number): boolean {
  return positionMs >= durationMs * END_FROM;
}
