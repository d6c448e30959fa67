/**
 * Decides which seeks can be undone: those that are long enough to be worth it. Seeks that follow each other closely
 * count as one: the undo of ten taps on "forward" leads back to before the first.
 */
export type MoveKind =
  /** On the seek bar, or to a position that the listener named. */
  | 'sought'
  /** By the skip buttons. */
  | 'skipped'
  /** To where another device stands. */
  | 'elsewhere';

export interface Move {
  readonly kind: MoveKind;
  readonly fromMs: number;
  readonly toMs: number;
  /** By a monotonic clock. */
  readonly at: number;
}

export interface Trail {
  /** Where the listener was before the first of these moves. */
  readonly originMs: number;
  readonly lastAt: number;
  /** Whether the seek was long enough for the undo to be offered. */
  readonly isJump: boolean;
}

/** A seek within this time after the last one belongs to it. */
export const CHAIN_MS = 4_000;
/** How long the undo is offered. */
export const OFFERED_MS = 15_000;

/** How far a seek has to go. One skip is as easily undone by the opposite skip; three are not. */
const FAR_MS: Readonly<Record<MoveKind, number>> = { sought: 20_000, skipped: 75_000, elsewhere: 1_000 };

export function follow(trail: Trail | null, { kind, fromMs, toMs, at }: Move): Trail {
  const goesOn = trail !== null && at - trail.lastAt <= CHAIN_MS;
  const originMs = goesOn ? trail.originMs : fromMs;
  return { originMs, lastAt: at, isJump: Math.abs(toMs - originMs) >= FAR_MS[kind] };
}
