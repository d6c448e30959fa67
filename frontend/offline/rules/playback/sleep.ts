import type { SleepView } from '../../types';

/**
 * The sleep timer counts listening, not the time that passes, so a pause does not use it up. In its last seconds the
 * sound fades, if the browser lets the volume be set.
 */
export const FADE_MS = 10_000;
/** How much one tap adds. */
export const EXTENSION_MS = 5 * 60_000;
/** The longest time, however often it is extended. */
const LONGEST_MS = 12 * 60 * 60_000;

export const AWAKE: SleepView = { kind: 'off' };

export function sleepIn(minutes: number): SleepView {
  return { kind: 'minutes', remainingMs: Math.min(LONGEST_MS, minutes * 60_000) };
}

/** The timer after this much more listening. It has no time left when it is over. */
export function listened(sleep: SleepView, ms: number): SleepView {
  return sleep.kind === 'minutes'
    ? { ...sleep, remainingMs: Math.max(0, sleep.remainingMs - Math.max(0, ms)) }
    : sleep;
}

/** Only minutes can be extended. */
export function extended(sleep: SleepView): SleepView {
  return sleep.kind === 'minutes'
    ? { ...sleep, remainingMs: Math.min(LONGEST_MS, sleep.remainingMs + EXTENSION_MS) }
    : sleep;
}

export function isOver(sleep: SleepView): boolean {
  return sleep.kind === 'minutes' && sleep.remainingMs <= 0;
}

/** From 0 to 1. */
export function volumeOf(sleep: SleepView): number {
  return sleep.kind === 'minutes' ? Math.min(1, sleep.remainingMs / FADE_MS) : 1;
}
