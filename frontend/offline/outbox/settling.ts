import { settle, type Settlement, type Verdict } from '../rules/outbox';
import type { OutboxEntry, Parking } from '../rules/intent';
import { keyOf, type JournalEvent } from '../storage/schema';
import type { Key } from '../storage/key';
import type { Transaction } from '../storage/tables';

/** The outbox after verdicts. */
export interface Settled {
  readonly events: readonly JournalEvent[];
  /** The entries of the outbox now. */
  readonly left: readonly OutboxEntry[];
  /** Ids of entries that get a new stamp (R8). */
  readonly ahead: ReadonlySet<string>;
  /** The greatest stamp that the server accepted; 0 when it accepted none. */
  readonly acceptedAt: number;
  /** Whether any entry was settled, rejected or newly parked. */
  readonly advanced: boolean;
}

/**
 * Removes settled entries, keeps rejected ones for the journal (R10.3), and parks unknown ones (R7.4).
 *
 * @param parked the epoch and the catalogue cursor that the verdicts are about
 */
export async function settleEntries(
  transaction: Transaction,
  entries: readonly OutboxEntry[],
  verdicts: readonly Verdict[],
  parked: Parking,
): Promise<Settled> {
  const settlement = settle(entries, verdicts);
  const { settled, rejected, unknown, ahead } = settlement;
  const gone = new Set([...settled, ...rejected.map(({ entry }) => entry)]);
  for (const [first, last] of runsOf(entries, gone)) {
    await transaction.table('outbox').removeBetween(first, last);
  }
  for (const { entry } of rejected) {
    await forgetRefusedPosition(transaction, entry);
  }
  const waiting = new Map(unknown.map((entry) => [entry, { ...entry, parked }]));
  for (const entry of waiting.values()) {
    await transaction.table('outbox').put(entry);
  }
  return {
    events: eventsOf(settlement, verdicts),
    left: entries.filter((entry) => !gone.has(entry)).map((entry) => waiting.get(entry) ?? entry),
    ahead: new Set(ahead.map(({ id }) => id)),
    acceptedAt: settled.reduce((latest, { occurredAt }) => Math.max(latest, occurredAt), 0),
    advanced: gone.size > 0 || unknown.some((entry) => entry.parked === null),
  };
}

/** A parked entry is reported once, not at each offer, and only when the server gave a verdict on it. */
function eventsOf({ rejected, unknown }: Settlement, verdicts: readonly Verdict[]): JournalEvent[] {
  const judged = new Set(verdicts.map(({ intentId }) => intentId));
  return [
    ...rejected.map((one) => ({ kind: 'rejected', ...one }) as const),
    ...unknown
      .filter((entry) => entry.parked === null && judged.has(entry.id))
      .map((entry) => ({ kind: 'unknown', entry }) as const),
  ];
}

/** A rejected position is not the listener's position. */
async function forgetRefusedPosition(transaction: Transaction, entry: OutboxEntry): Promise<void> {
  const key = [entry.account, entry.lectureId];
  const local = await transaction.table('locals').get(key);
  if (local?.intentId === entry.id) {
    await transaction.table('locals').remove(key);
  }
}

/**
 * The key ranges of the entries to remove, one for each run of neighbours. Thousands of positions of one lecture are
 * removed at once.
 *
 * @param entries sorted by key, as the outbox has them
 */
function runsOf(entries: readonly OutboxEntry[], gone: ReadonlySet<OutboxEntry>): Array<[Key, Key]> {
  const runs: Array<[Key, Key]> = [];
  let first: OutboxEntry | null = null;
  entries.forEach((entry, index) => {
    if (!gone.has(entry)) {
      return;
    }
    first ??= entry;
    const next = entries[index + 1];
    if (next === undefined || !gone.has(next)) {
      runs.push([keyOf('outbox', first), keyOf('outbox', entry)]);
      first = null;
    }
  });
  return runs;
}
