import { expect, it } from 'vitest';
import { FIRST_DELAY_MS, LONGEST_DELAY_MS, retryDelayMs } from './retry';

it('R15: the retry delay is random below a ceiling that doubles up to a maximum', () => {
  expect(retryDelayMs(1, 0)).toBe(0);
  expect(retryDelayMs(1, 1)).toBe(FIRST_DELAY_MS);
  expect(retryDelayMs(3, 1)).toBe(4 * FIRST_DELAY_MS);
  expect(retryDelayMs(3, 0.25)).toBe(FIRST_DELAY_MS);
  expect(retryDelayMs(10_000, 1)).toBe(LONGEST_DELAY_MS);
});
