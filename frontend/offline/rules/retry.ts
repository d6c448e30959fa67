/** When to try again (R15.2). Full jitter keeps devices that failed together from returning together. */

export const FIRST_DELAY_MS = 1_000;
export const LONGEST_DELAY_MS = 60_000;

/**
 * @param failures number of failures in a row, from 1
 * @param random from 0 to 1
 */
export function retryDelayMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return Math.round(ceiling * random);
}
