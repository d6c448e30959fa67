/** The playback speed. It is remembered for each series, because scholars speak at different paces. */

export const SLOWEST = 0.5;
export const FASTEST = 3;

/** Speeds by series, or by lecture for a single lecture. The one chosen last is at the end. */
export type Speeds = ReadonlyArray<readonly [key: string, rate: number]>;

/** How many are remembered. */
export const MAX_SPEEDS = 300;

export function boundedRate(rate: number): number {
  return Math.min(FASTEST, Math.max(SLOWEST, rate));
}

/** @param usual the speed where none was chosen */
export function speedOf(speeds: Speeds, key: string, usual: number): number {
  return boundedRate(speeds.find(([each]) => each === key)?.[1] ?? usual);
}

export function withSpeed(speeds: Speeds, key: string, rate: number): Speeds {
  const others = speeds.filter(([each]) => each !== key);
  return [...others, [key, boundedRate(rate)] as const].slice(-MAX_SPEEDS);
}
