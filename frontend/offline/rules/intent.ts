import { compareIds } from './ids';
import { valuesOf, type IntentType, type IntentValues } from './registers';

/**
 * What the listener wanted, and how far its delivery has come. The wire has the same shape (contract/SyncIntent); it
 * leaves out what is null here.
 */

/** The pair that orders everything: `occurredAt`, then the id as unsigned bytes. */
export interface Stamp {
  /** Whole milliseconds since 1970, by the anchored clock. */
  readonly occurredAt: number;
  /** A UUID in canonical lower-case text, whose order as text is the order of its bytes. */
  readonly intentId: string;
}

export interface Intent extends IntentValues {
  /** Permanent; with `occurredAt` it is the stamp. */
  readonly id: string;
  readonly type: IntentType;
  readonly lectureId: string;
  readonly occurredAt: number;
}

/** Where an entry waits that the server could not place (R7): until either of these changed. */
export interface Parking {
  readonly epoch: string | null;
  readonly catalogueCursor: number;
}

/** What a stamp was issued from, so that an anchor can restamp it (R8). */
export interface StampOrigin {
  /** What was added to the device's own time. */
  readonly offsetMs: number;
  /** The device's own time when it happened; absent in what the first version of the app wrote. */
  readonly deviceAt?: number;
  /** The greatest stamp received before: one that is restamped follows it too (C1). Absent as above. */
  readonly seenAt?: number;
  /** The steady clock of the process that issued it, in ms; absent in what earlier versions wrote. */
  readonly elapsedMs?: number;
  /** That process; absent as above. */
  readonly processId?: string;
  /** Whether `offsetMs` is an anchor's, so that the device's time with it is the true time; absent as above. */
  readonly anchored?: boolean;
}

/** An intent with its delivery state. Append-only: what may have been sent is never altered (C2). */
export interface OutboxEntry extends Intent, StampOrigin {
  readonly account: string;
  /** Whether it may have left this device. */
  readonly sent: boolean;
  /** Null unless the server answered UNKNOWN. */
  readonly parked: Parking | null;
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compareStamps(a: Stamp, b: Stamp): number {
  if (a.occurredAt !== b.occurredAt) {
    return a.occurredAt - b.occurredAt;
  }
  return compareIds(a.intentId, b.intentId);
}

/** The intent alone, as it is sent. */
export function intentIn(entry: Intent): Intent {
  const { id, type, lectureId, occurredAt } = entry;
  return { id, type, lectureId, occurredAt, ...valuesOf(entry) };
}

/** The stamp of an intent. */
export function stampOf(intent: Intent): Stamp {
  return { occurredAt: intent.occurredAt, intentId: intent.id };
}

export function compareIntents(a: Intent, b: Intent): number {
  return compareStamps(stampOf(a), stampOf(b));
}

/** The origin that is stored along with a stamp; null where the first version of the app stored none. */
export function originOf(stored: Partial<StampOrigin>): StampOrigin | null {
  const { offsetMs, deviceAt, seenAt, elapsedMs, processId, anchored } = stored;
  return offsetMs === undefined ? null : { offsetMs, deviceAt, seenAt, elapsedMs, processId, anchored };
}
