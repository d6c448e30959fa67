/** Less than this apart is the same place for a listener. */
const NEAR_MS = 10_000;

export function isSamePlace(oneMs: number, otherMs: number): boolean {
  return Math.abs(oneMs - otherMs) < NEAR_MS;
}
