/**
 * Where playback goes on after a pause. After a long pause it goes on a little earlier, so that the listener finds the
 * thread again. That rewind is a resume seek and no progress, so it is not recorded (C3, C4.1).
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** After a pause longer than the first number, the second is heard again; the longest pause first. */
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
