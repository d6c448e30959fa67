import { compareIntents, intentIn, type OutboxEntry, type Parking } from './intent';
import { collapses, registerOf, type RegisterName } from './registers';

/** Selects the entries of a batch (C2), and decides what an answer does to them (R10). */

export type Verdict =
  | { readonly intentId: string; readonly outcome: 'APPLIED' | 'DUPLICATE' | 'SUPERSEDED' }
  | { readonly intentId: string; readonly outcome: 'REJECTED'; readonly reason: string }
  | { readonly intentId: string; readonly outcome: 'UNKNOWN' | 'CLOCK_AHEAD' };

/** R14.1. The bytes leave room for the request around the intents. */
export const MAX_INTENTS = 500;
export const MAX_INTENTS_BYTES = 250 * 1024;

/**
 * The entries to send, oldest first and within the bounds. Of one lecture's positions it takes only the latest (C2.1).
 * It leaves out entries that are parked until the catalogue or the epoch changes (R7.4).
 */
export function takeBatch(
  entries: readonly OutboxEntry[],
  present: Parking,
  mostIntents = MAX_INTENTS,
  mostBytes = MAX_INTENTS_BYTES,
): OutboxEntry[] {
  return within(offerable(entries, present), mostIntents, mostBytes);
}

/** The first entries that stay within the bounds; at least one. */
export function within(
  offers: readonly OutboxEntry[],
  mostIntents: number,
  mostBytes: number,
): OutboxEntry[] {
  const batch: OutboxEntry[] = [];
  let bytes = 0;
  for (const entry of offers) {
    bytes += sizeOnWireBytes(entry);
    if (batch.length === mostIntents || (batch.length > 0 && bytes > mostBytes)) {
      break;
    }
    batch.push(entry);
  }
  return batch;
}

/** The entries that would be sent if there were no bounds; empty when there is nothing to send now. */
export function offerable(entries: readonly OutboxEntry[], present: Parking): OutboxEntry[] {
  const free = entries.filter((entry) => !isParked(entry, present));
  const latest = new Latest();
  free.forEach((entry) => {
    latest.add(entry);
  });
  return free.filter((entry) => !collapses(entry.type) || latest.of(entry) === entry).sort(compareIntents);
}

/** The latest entry of each lecture, for each register whose entries collapse (C2.1). */
class Latest {
  readonly #byRegister = new Map<RegisterName, Map<string, OutboxEntry>>();

  of({ type, lectureId }: OutboxEntry): OutboxEntry | undefined {
    return this.#byRegister.get(registerOf(type))?.get(lectureId);
  }

  add(entry: OutboxEntry): void {
    if (!collapses(entry.type)) {
      return;
    }
    const name = registerOf(entry.type);
    const byLecture = this.#byRegister.get(name) ?? new Map<string, OutboxEntry>();
    this.#byRegister.set(name, byLecture);
    const other = byLecture.get(entry.lectureId);
    if (other === undefined || compareIntents(other, entry) < 0) {
      byLecture.set(entry.lectureId, entry);
    }
  }
}

export interface Settlement {
  /** To be removed: the server has decided. */
  readonly settled: readonly OutboxEntry[];
  /** To be removed and kept in the journal: the server rejected them (R10.3). */
  readonly rejected: ReadonlyArray<{ readonly entry: OutboxEntry; readonly reason: string }>;
  /** To be parked until the catalogue or the epoch changes (R7.4). */
  readonly unknown: readonly OutboxEntry[];
  /** To get a new stamp and be sent again (R8). */
  readonly ahead: readonly OutboxEntry[];
}

/**
 * Applies verdicts (C2.2). A position's verdict also decides about the earlier positions of its lecture, except after
 * a rejection: then the next of them is sent. An entry without a verdict stays.
 */
export function settle(entries: readonly OutboxEntry[], verdicts: readonly Verdict[]): Settlement {
  const byId = judgedOf(entries, verdicts);
  const earlier = collapsedInto(entries, byId);
  const settled = new Set<OutboxEntry>();
  const rejected: Array<{ entry: OutboxEntry; reason: string }> = [];
  const unknown = new Set<OutboxEntry>();
  const ahead: OutboxEntry[] = [];
  for (const verdict of verdicts) {
    const entry = byId.get(verdict.intentId);
    if (entry === undefined) {
      continue; // Another drainer settled it already (C6).
    }
    switch (verdict.outcome) {
      case 'APPLIED':
      case 'DUPLICATE':
      case 'SUPERSEDED':
        [...earlier(entry), entry].forEach((covered) => settled.add(covered));
        break;
      case 'REJECTED':
        rejected.push({ entry, reason: verdict.reason });
        break;
      case 'UNKNOWN':
        // Entries of the same audio asset would get the same answer one after the other.
        [entry, ...earlier(entry).filter((other) => other.audioAssetId === entry.audioAssetId)].forEach(
          (alike) => unknown.add(alike),
        );
        break;
      case 'CLOCK_AHEAD':
        ahead.push(entry);
        break;
    }
  }
  const parked = [...unknown].filter((entry) => !settled.has(entry));
  return { settled: [...settled], rejected, unknown: parked, ahead };
}

/** The entries that the verdicts are about, by id. Thousands may be pending; only hundreds were sent. */
function judgedOf(entries: readonly OutboxEntry[], verdicts: readonly Verdict[]): Map<string, OutboxEntry> {
  const ids = new Set(verdicts.map(({ intentId }) => intentId));
  const judged = new Map<string, OutboxEntry>();
  for (const entry of entries) {
    if (ids.has(entry.id)) {
      judged.set(entry.id, entry);
    }
  }
  return judged;
}

/**
 * Finds the earlier entries that a judged entry was sent on behalf of (C2.1): those of its lecture and register. None
 * for a register whose entries do not collapse.
 */
function collapsedInto(
  entries: readonly OutboxEntry[],
  judged: ReadonlyMap<string, OutboxEntry>,
): (entry: OutboxEntry) => OutboxEntry[] {
  const collapsed = new Map<RegisterName, Map<string, OutboxEntry[]>>();
  for (const { type, lectureId } of judged.values()) {
    if (collapses(type)) {
      const name = registerOf(type);
      collapsed.set(name, (collapsed.get(name) ?? new Map<string, OutboxEntry[]>()).set(lectureId, []));
    }
  }
  const ofSameRegister = ({ type, lectureId }: OutboxEntry) =>
    collapsed.get(registerOf(type))?.get(lectureId);
  for (const entry of entries) {
    ofSameRegister(entry)?.push(entry);
  }
  return (entry) => (ofSameRegister(entry) ?? []).filter((other) => compareIntents(other, entry) < 0);
}

function isParked(entry: OutboxEntry, present: Parking): boolean {
  return (
    entry.parked !== null &&
    entry.parked.epoch === present.epoch &&
    entry.parked.catalogueCursor === present.catalogueCursor
  );
}

/** Ids, numbers and names are ASCII, so each character is one byte. */
function sizeOnWireBytes(entry: OutboxEntry): number {
  return JSON.stringify(intentIn(entry)).length + 1;
}
