import type { IntentType } from '../rules/registers';

/** An action of the listener, as the journal shows it. */
export interface ChangeView {
  readonly type: IntentType;
  readonly lectureId: string;
  readonly occurredAt: number;
  /** For `PROGRESS` only, else null. */
  readonly positionMs: number | null;
}

export type JournalEventView =
  /** The server answered; `received` counts lectures that another device changed. */
  | {
      readonly kind: 'exchanged';
      readonly by: 'page' | 'worker';
      readonly sent: number;
      readonly applied: number;
      readonly duplicate: number;
      readonly superseded: number;
      readonly received: number;
    }
  /** No answer, or an answer about another session, `times` in a row. */
  | { readonly kind: 'failed'; readonly problem: 'unavailable' | 'conflict'; readonly times: number }
  /** The server required signing in again. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'rejected'; readonly reason: string; readonly change: ChangeView }
  /** The clock was wrong, and the change got another time. */
  | { readonly kind: 'corrected'; readonly change: ChangeView; readonly fromAt: number }
  /** The server does not know the lecture or recording. The change waits. */
  | { readonly kind: 'unknown'; readonly change: ChangeView }
  /** The server was restored. Everything that this device knows was offered again. */
  | { readonly kind: 'new-epoch' }
  | { readonly kind: 'guest-taken-over'; readonly intents: number };

export interface JournalEntryView {
  readonly at: number;
  readonly event: JournalEventView;
}

/** Newest first. */
export interface JournalView {
  readonly entries: readonly JournalEntryView[];
  readonly rejected: readonly JournalEntryView[];
}
