/** How far one tap on the skip buttons goes. */
export const SKIP_BACK_MS = 15_000;
export const SKIP_FORWARD_MS = 30_000;
