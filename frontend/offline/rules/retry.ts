/** When to try again: full jitter, so that devices that failed together do not return together (R15). */

export const FIRST_DELAY_MS = 1_000;
export const LONGEST_DELAY_MS = 60_000;

/**
 * @param failures how often it failed in a row, from 1
 * @param random from 0 to 1
 */
export function retryDelayMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return Math.round(ceiling * random);
}
