/**
 * Decides which seeks can be undone: those that are long enough to be worth it. Seeks that follow each other closely
 * count as one: the undo of ten taps on "forward" leads back to before the first.
 */
export type SeekKind =
  /** On the seek bar, or to a position that the listener named. */
  | 'sought'
  /** By the skip buttons. */
  | 'skipped'
  /** To where another device stands. */
  | 'elsewhere'
  /** Back to an earlier place. */
  | 'restored';

export interface Seek {
  readonly kind: SeekKind;
  readonly fromMs: number;
  readonly toMs: number;
  /** By a monotonic clock. */
  readonly at: number;
}

/** Seeks that follow each other closely, undone as one. */
export interface SeekGroup {
  /** Where the listener was before the first seek of the group. */
  readonly originMs: number;
  readonly lastAt: number;
  /** Whether the seek was long enough for the undo to be offered. */
  readonly isUndoable: boolean;
}

/** A seek within this time after the last one belongs to it. */
export const GROUPED_WITHIN_MS = 4_000;
/** How long the undo is offered. */
export const UNDO_OFFERED_MS = 15_000;

/** How far a seek has to go. One skip is as easily undone by the opposite skip; three are not. */
export const FAR_MS: Readonly<Record<SeekKind, number>> = {
  sought: 20_000,
  skipped: 75_000,
  elsewhere: 1_000,
  restored: 20_000,
};

/** The group after one more seek; a new group when the last seek is too long ago. */
export function addSeek(group: SeekGroup | null, { kind, fromMs, toMs, at }: Seek): SeekGroup {
  const goesOn = group !== null && at - group.lastAt <= GROUPED_WITHIN_MS;
  const originMs = goesOn ? group.originMs : fromMs;
  return { originMs, lastAt: at, isUndoable: Math.abs(toMs - originMs) >= FAR_MS[kind] };
}
