import type { Changes } from '../changes';
import type { Chance, SyncAnswer, SyncRequest, Time } from '../ports';
import {
  anchor,
  correctStamps,
  latestCorrectedAt,
  rewind,
  witness,
  JITTER_MS,
  type ClockState,
} from '../rules/clock';
import type { OutboxEntry, Parking } from '../rules/intent';
import { MOST_INTENTS, offerable, settle, takeBatch, type Settlement } from '../rules/outbox';
import { firstCompletionOf, intentsOf, latestStampAt } from '../rules/registers';
import { appendToJournal } from '../store/journal';
import type { AccountRow, JournalRow } from '../store/schema';
import { readAccount, readCatalogueCursor, readClock, readDeviceId, writeClock } from '../store/settings';
import type { Tables, Transaction } from '../store/tables';

/** A request as it was taken from the outbox. */
export interface Batch {
  readonly request: SyncRequest;
  readonly sentAt: number;
}

/** What is left to do after an answer was applied. */
export interface Applied {
  /** Whether there is more to send or to pull at once. */
  readonly more: boolean;
  /** Whether any entry went on its way: settled, rejected, parked; or the history was found new. */
  readonly advanced: boolean;
}

const TABLES = ['settings', 'accounts', 'states', 'locals', 'outbox', 'journal'] as const;

/** The outbox's side of one exchange with the server; no transaction is open while it lasts (C7). */
export class Exchange {
  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly time: Time,
    private readonly chance: Chance,
  ) {}

  /** The next batch, whose entries count as sent from now on (C2); without intents it is a pull. */
  async take(account: string, pullOnly = false): Promise<Batch> {
    return this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const row = await readAccount(transaction, account);
      const entries = await transaction.table('outbox').within([account]);
      const present = await presentOf(transaction, row);
      const intents = pullOnly ? [] : takeBatch(entries, present, row.mostIntents);
      for (const entry of intents) {
        if (!entry.sent) {
          await transaction.table('outbox').put({ ...entry, sent: true });
        }
      }
      const sentAt = this.time.now();
      return {
        sentAt,
        request: {
          listenerId: account,
          deviceId: await readDeviceId(transaction, this.chance.newId),
          cursor: row.cursor,
          epoch: row.epoch,
          deviceTime: sentAt,
          attempt: row.failures,
          pending: entries.length - intents.length,
          intents: intents.map(({ id, type, lectureId, occurredAt, positionMs, audioAssetId }) => ({
            ...{ id, type, lectureId, occurredAt, positionMs, audioAssetId },
          })),
        },
      };
    });
  }

  /** C7: in one transaction, into the store of the account that the answer names. */
  async apply(batch: Batch, answer: SyncAnswer): Promise<Applied> {
    const account = batch.request.listenerId;
    const answeredAt = this.time.now();
    const applied = await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const row = await readAccount(transaction, account);
      if (row.epoch !== batch.request.epoch) {
        return { more: true, advanced: true }; // Another tab started over meanwhile: ask anew.
      }
      if (isOtherHistory(batch.request, answer)) {
        await this.#startOver(transaction, row, answer.epoch, answeredAt);
        return { more: true, advanced: true };
      }
      const clock = anchor(await readClock(transaction), {
        ...batch,
        answeredAt,
        serverTime: answer.serverTime,
      });
      const seen = await storeStates(transaction, account, answer, clock);
      const entries = await transaction.table('outbox').within([account]);
      const settlement = settle(entries, answer.verdicts);
      const events = await this.#settle(transaction, settlement, answer.epoch);
      const corrected = await this.#correct(transaction, seen, entries, settlement, answer.serverTime);
      const next: AccountRow = {
        ...row,
        ...{ epoch: answer.epoch, failures: 0, nextAttemptAt: 0, mostIntents: MOST_INTENTS },
        cursor: Math.max(row.cursor, answer.cursor),
        lastSuccessAt: answeredAt,
        rejected: row.rejected + settlement.rejected.length,
      };
      const written = await appendToJournal(transaction, next, answeredAt, [...events, ...corrected]);
      await transaction.table('accounts').put(written);
      const left = await transaction.table('outbox').within([account]);
      const more = answer.more || offerable(left, await presentOf(transaction, written)).length > 0;
      return { more, advanced: events.length + settlement.settled.length > 0 || answer.cursor > row.cursor };
    });
    this.changes.publish({
      kind: 'listening',
      account,
      lectureIds: applied.advanced && answer.states.length > 50 ? null : touchedBy(batch, answer),
    });
    this.changes.publish({ kind: 'account' });
    return applied;
  }

  /** R14: the server refused the batch whole. Smaller ones follow; the last culprit is journalled alone. */
  async refuse(batch: Batch): Promise<void> {
    const { listenerId: account, intents } = batch.request;
    await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const row = await readAccount(transaction, account);
      const culprit = intents[0];
      if (intents.length > 1 || culprit === undefined) {
        const mostIntents = Math.max(1, Math.ceil(intents.length / 2));
        await transaction.table('accounts').put({ ...row, mostIntents });
        return;
      }
      const entries = await transaction.table('outbox').within([account, culprit.lectureId]);
      const rejected = entries
        .filter((entry) => entry.id === culprit.id)
        .map((entry) => ({ entry, reason: 'REFUSED' }));
      const settlement = { settled: [], rejected, unknown: [], ahead: [] };
      const events = await this.#settle(transaction, settlement, row.epoch);
      const next = { ...row, mostIntents: MOST_INTENTS, rejected: row.rejected + rejected.length };
      await transaction
        .table('accounts')
        .put(await appendToJournal(transaction, next, this.time.now(), events));
    });
    this.changes.publish({
      kind: 'listening',
      account,
      lectureIds: intents.map((intent) => intent.lectureId),
    });
    this.changes.publish({ kind: 'account' });
  }

  async #settle(
    transaction: Transaction,
    { settled, rejected, unknown }: Settlement,
    epoch: string | null,
  ): Promise<Array<JournalRow['event']>> {
    const outbox = transaction.table('outbox');
    for (const entry of [...settled, ...rejected.map((one) => one.entry)]) {
      await outbox.remove(keyOf(entry));
    }
    const parked: Parking = { epoch, catalogueCursor: await readCatalogueCursor(transaction) };
    for (const entry of unknown) {
      await outbox.put({ ...entry, parked });
    }
    return [
      ...rejected.map((one) => ({ kind: 'rejected', ...one }) as const),
      // Parked ones are told once, not at every offer.
      ...unknown
        .filter((entry) => entry.parked === null)
        .map((entry) => ({ kind: 'unknown', entry }) as const),
    ];
  }

  /** R8: refused entries, and those never sent that a wrong clock stamped; with the clock itself. */
  async #correct(
    transaction: Transaction,
    clock: ClockState,
    entries: readonly OutboxEntry[],
    { ahead, settled, rejected }: Settlement,
    serverTime: number,
  ): Promise<Array<JournalRow['event']>> {
    const gone = new Set([...settled, ...rejected.map((one) => one.entry)]);
    const refused = new Set(ahead);
    const wrong = entries.filter(
      (entry) =>
        refused.has(entry) ||
        (!entry.sent && !gone.has(entry) && Math.abs(clock.offsetMs - entry.offsetMs) > JITTER_MS),
    );
    const notAfter = latestCorrectedAt(clock, serverTime, wrong.length);
    if (wrong.length === 0) {
      await writeClock(transaction, clock);
      return [];
    }
    await bringBackKept(transaction, wrong, notAfter);
    const corrections = correctStamps(
      wrong,
      clock.offsetMs,
      notAfter,
      wrong.map(() => this.chance.newId()),
    );
    for (const { from, to } of corrections) {
      await transaction.table('outbox').remove(keyOf(from));
      await transaction.table('outbox').put(to);
      await followLocal(transaction, from, to);
    }
    await writeClock(transaction, rewind(clock, notAfter));
    return corrections.map(({ from, to }) => ({ kind: 'corrected', from, to }));
  }

  /** R13: from cursor zero, offering again all that is held, registers with their original stamp and id. */
  async #startOver(transaction: Transaction, row: AccountRow, epoch: string, at: number): Promise<void> {
    const { account } = row;
    for (const state of await transaction.table('states').within([account])) {
      const first = firstCompletionOf(state.lectureId, state, this.chance.newId);
      for (const intent of [...intentsOf(state.lectureId, state), ...first]) {
        const entry: OutboxEntry = { ...intent, account, sent: true, offsetMs: 0, parked: null };
        await transaction.table('outbox').put(entry);
      }
      // Shown until the new history says more, which then wins whatever its revision.
      await transaction.table('states').put({ ...state, revision: 0 });
    }
    const next = { ...row, epoch, cursor: 0 };
    await transaction
      .table('accounts')
      .put(await appendToJournal(transaction, next, at, [{ kind: 'new-epoch', from: row.epoch, to: epoch }]));
  }
}

/** The first answer names the epoch; any later one must be of the same, and never behind the cursor. */
function isOtherHistory(request: SyncRequest, answer: SyncAnswer): boolean {
  return (request.epoch !== null && answer.epoch !== request.epoch) || answer.cursor < request.cursor;
}

/** C7: only what is newer; answers the clock that has seen every stamp (C1). */
async function storeStates(
  transaction: Transaction,
  account: string,
  answer: SyncAnswer,
  clock: ClockState,
): Promise<ClockState> {
  const states = transaction.table('states');
  let seen = clock;
  for (const state of answer.states) {
    const present = await states.get([account, state.lectureId]);
    if (present === undefined || state.revision > present.revision) {
      const { lectureId, revision, position, completion, favorite, firstCompletedAt } = state;
      await states.put({ account, lectureId, revision, position, completion, favorite, firstCompletedAt });
    }
    seen = witness(seen, latestStampAt(state));
  }
  return seen;
}

/** The kept position has the same wrong stamp as its entry: it must not outshine the corrected one. */
async function followLocal(transaction: Transaction, from: OutboxEntry, to: OutboxEntry): Promise<void> {
  const locals = transaction.table('locals');
  const local = await locals.get([from.account, from.lectureId]);
  if (local?.intentId === from.id) {
    await locals.put({ ...local, intentId: to.id, occurredAt: to.occurredAt });
  }
}

/** What was kept by the wrong clock and not offered yet must not be from the future either. */
async function bringBackKept(
  transaction: Transaction,
  wrong: readonly OutboxEntry[],
  notAfter: number,
): Promise<void> {
  const locals = transaction.table('locals');
  for (const account of new Set(wrong.map((entry) => entry.account))) {
    for (const local of await locals.within([account])) {
      if (!local.offered && local.occurredAt > notAfter) {
        await locals.put({ ...local, occurredAt: notAfter });
      }
    }
  }
}

async function presentOf(transaction: Transaction, row: AccountRow): Promise<Parking> {
  return { epoch: row.epoch, catalogueCursor: await readCatalogueCursor(transaction) };
}

function keyOf({ account, lectureId, occurredAt, id }: OutboxEntry): [string, string, number, string] {
  return [account, lectureId, occurredAt, id];
}

function touchedBy(batch: Batch, answer: SyncAnswer): string[] {
  return [
    ...new Set([
      ...batch.request.intents.map((intent) => intent.lectureId),
      ...answer.states.map((state) => state.lectureId),
    ]),
  ];
}
