/** How far one tap on the skip buttons goes. */
export const SKIP_BACK_MS = 15_000;
export const SKIP_FORWARD_MS = 30_000;

/** What the listener may choose instead, each way. */
export const SKIP_STEPS_MS: readonly number[] = [10_000, 15_000, 30_000, 45_000, 60_000];
