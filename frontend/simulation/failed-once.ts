/** Seeds of storms that found a fault once, with the version of `plans.ts` of that day; played first. */
export const FAILED_ONCE: readonly number[] = [528, 678, 2405, 2561, 2866, 3063, 3355, 3995, 11085];
