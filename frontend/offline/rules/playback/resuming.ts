/**
 * Where playback goes on after a pause: after a long one a little earlier, so that the listener finds the thread
 * again. Going back so is no progress: it is a resume seek, of which nothing is recorded (C3, C4).
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** After more than this long a pause, this much is heard again; the longest first. */
const REWINDS: ReadonlyArray<{ readonly afterMs: number; readonly byMs: number }> = [
  { afterMs: DAY_MS, byMs: 30_000 },
  { afterMs: HOUR_MS, byMs: 15_000 },
  { afterMs: MINUTE_MS, byMs: 5_000 },
];

/**
 * @param positionMs where the listener stands
 * @param pausedMs since the position was moved there; what a clock that was set back makes negative counts as none
 */
export function resumeFrom(positionMs: number, pausedMs: number): number {
  const rewind = REWINDS.find(({ afterMs }) => pausedMs > afterMs);
  return Math.max(0, positionMs - (rewind?.byMs ?? 0));
}
