/** How far one tap goes: back as far as one has missed, forward past what one knows. */
export const SKIP_BACK_MS = 15_000;
export const SKIP_FORWARD_MS = 30_000;
