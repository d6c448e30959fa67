import type { Changes } from '../live/changes';
import type { ClockWatch } from '../clock/clock-watch';
import { learnTime } from '../clock/learn-time';
import type { SyncAnswer, SyncRequest } from '../gateway-port';
import type { RandomSource, Time } from '../ports';
import { send, type ClockReading } from '../rules/clock';
import { intentIn, type OutboxEntry, type Parking } from '../rules/intent';
import type { Knowledge } from '../rules/restamp';
import { MAX_INTENTS, MAX_INTENTS_BYTES, offerable, within } from '../rules/outbox';
import { appendToJournal } from '../storage/journal';
import type { AccountRow, Drainer } from '../storage/schema';
import { inParts } from '../storage/parts';
import { findAccount, readCatalogueCursor, readClock, readDeviceId, writeClock } from '../storage/settings';
import type { Tables, Transaction } from '../storage/tables';
import { exchangedEvents, isOtherHistory, storeStates } from './answer';
import { settleEntries } from './settling';
import { startOver } from './start-over';

/** A batch that was taken from the outbox. */
export interface Batch {
  readonly request: SyncRequest;
  readonly sentAt: ClockReading;
  /** The cursor of this device's catalogue when the batch was taken. Unknown entries wait for a later one (R7). */
  readonly catalogueCursor: number;
  /** Whether it only asks for the time, before stamps of a clock that may be wrong are sent. */
  readonly asksTime: boolean;
}

/** What is left to do after an answer was applied. */
export interface Applied {
  /** Whether there is more to send or to pull at once. */
  readonly more: boolean;
  /** Whether there was progress: an entry was settled, rejected or parked, or the epoch is new. */
  readonly advanced: boolean;
}

/** Which entries a batch may have; by default all that may be offered. */
export interface Bounds {
  readonly mostBytes?: number;
  /** A pull without intents. */
  readonly pullOnly?: boolean;
  /** Takes no batch when there is nothing to send. */
  readonly onlyOffers?: boolean;
  /** Does not send stamps of a clock that may be wrong. The server is asked for the time instead (R8). */
  readonly asksTimeFirst?: boolean;
}

const TABLES = [
  ...(['settings', 'accounts', 'states', 'locals', 'outbox'] as const),
  ...(['journal', 'rejections', 'places'] as const),
] as const;

/** The account was forgotten on this device meanwhile, so nothing is left to do (C9). */
const FORGOTTEN: Applied = { more: false, advanced: false };

/** The outbox's side of one exchange with the server. No transaction is open during the call (C7). */
export class Exchange {
  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly watch: ClockWatch,
    private readonly time: Time,
    private readonly random: RandomSource,
    private readonly drainer: Drainer = 'page',
  ) {}

  /** Whether there is anything to send or to pull. */
  async hasOffers(account: string): Promise<boolean> {
    return this.tables.transact(['settings', 'accounts', 'outbox'], 'read', async (transaction) => {
      const row = await findAccount(transaction, account);
      const entries = await transaction.table('outbox').within([account]);
      return row !== undefined && offerable(entries, await presentOf(transaction, row)).length > 0;
    });
  }

  /**
   * Takes the next batch and marks its entries as sent (C2). Without intents it is a pull. Null when there is
   * nothing to ask for, or the account was forgotten.
   */
  async take(account: string, bounds: Bounds = {}): Promise<Batch | null> {
    return this.tables.transact(TABLES, 'durable-write', (transaction) =>
      this.#takeFrom(transaction, account, bounds),
    );
  }

  /** C7: applies the answer in one transaction, in the store of the account that it names. */
  async apply(batch: Batch, answer: SyncAnswer): Promise<Applied> {
    const account = batch.request.listenerId;
    const known = this.watch.learn(batch.sentAt, answer.serverTime);
    let isOfAll = answer.states.length > 50;
    const applied = await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const row = await findAccount(transaction, account);
      if (row === undefined) {
        return FORGOTTEN;
      }
      const isOutdated = row.epoch !== batch.request.epoch || row.cursor < batch.request.cursor;
      if (isOutdated || isOtherHistory(batch.request, answer)) {
        if (!isOutdated) {
          await startOver(transaction, row, answer.epoch, known.reading.deviceAt, this.random.newId);
        }
        isOfAll = true;
        await learnTime(transaction, known, this.random.newId);
        return { more: true, advanced: true }; // Another tab started over meanwhile, so ask again.
      }
      const outcome = await this.#applyTo(transaction, row, known, batch, answer);
      isOfAll ||= outcome.corrected;
      return outcome;
    });
    if (applied !== FORGOTTEN) {
      this.watch.anchor(known.reading); // Only after the commit, because the times of earlier stamps are stored in the same transaction.
    }
    const lectureIds = isOfAll ? null : touchedBy(batch, answer);
    this.changes.publish({ kind: 'listening', account, lectureIds });
    this.changes.publish({ kind: 'account' });
    return applied;
  }

  /**
   * R14: the server refused the batch whole. Smaller batches follow. The entry that is refused alone goes to
   * the journal.
   */
  async refuse({ request: { listenerId: account, intents }, catalogueCursor }: Batch): Promise<void> {
    await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const row = await findAccount(transaction, account);
      const culprit = intents[0];
      if (row === undefined) {
        return;
      }
      if (intents.length > 1 || culprit === undefined) {
        const mostIntents = Math.max(1, Math.ceil(intents.length / 2));
        await transaction.table('accounts').put({ ...row, mostIntents });
        return;
      }
      const entries = await transaction.table('outbox').within([account, culprit.lectureId]);
      const verdict = { intentId: culprit.id, outcome: 'REJECTED', reason: 'REFUSED' } as const;
      const { events } = await settleEntries(transaction, entries, [verdict], {
        epoch: row.epoch,
        catalogueCursor,
      });
      const next = { ...row, mostIntents: MAX_INTENTS };
      await transaction
        .table('accounts')
        .put(await appendToJournal(transaction, next, this.time.now(), events));
    });
    const lectureIds = intents.map((intent) => intent.lectureId);
    this.changes.publish({ kind: 'listening', account, lectureIds });
    this.changes.publish({ kind: 'account' });
  }

  async #applyTo(
    transaction: Transaction,
    row: AccountRow,
    known: Knowledge,
    { request, catalogueCursor }: Batch,
    answer: SyncAnswer,
  ): Promise<Applied & { readonly corrected: boolean }> {
    const { account } = row;
    const { deviceAt } = known.reading;
    const stored = await storeStates(transaction, request, answer, await readClock(transaction));
    const entries = await readOutbox(transaction, account);
    const settled = await settleEntries(transaction, entries, answer.verdicts, {
      epoch: answer.epoch,
      catalogueCursor,
    });
    const acceptedAt = Math.max(stored.clock.acceptedAt, settled.acceptedAt);
    await writeClock(transaction, { ...stored.clock, acceptedAt });
    const asked = new Set(request.intents.map(({ lectureId }) => lectureId));
    const received = stored.elsewhereIds.filter((lectureId) => !asked.has(lectureId)).length;
    const next: AccountRow = {
      ...row,
      ...{ epoch: answer.epoch, failures: 0, nextAttemptAt: 0, mostIntents: MAX_INTENTS },
      cursor: Math.max(row.cursor, answer.cursor),
      lastSuccessAt: deviceAt,
    };
    const written = await appendToJournal(transaction, next, deviceAt, [
      ...exchangedEvents(request.intents, answer, received, this.drainer),
      ...settled.events,
    ]);
    await transaction.table('accounts').put(written);
    const corrected = await learnTime(transaction, { ...known, refused: settled.ahead }, this.random.newId);
    const left = corrected ? await readOutbox(transaction, account) : settled.left;
    const more = answer.more || offerable(left, await presentOf(transaction, written)).length > 0;
    const advanced = settled.advanced || answer.cursor > row.cursor;
    return { more, advanced, corrected };
  }

  async #takeFrom(
    transaction: Transaction,
    account: string,
    { mostBytes = MAX_INTENTS_BYTES, ...bounds }: Bounds,
  ): Promise<Batch | null> {
    const sentAt = this.watch.read();
    const row = await findAccount(transaction, account);
    if (row === undefined) {
      return null;
    }
    const entries = await readOutbox(transaction, account);
    const present = await presentOf(transaction, row);
    const offers = offerable(entries, present);
    if (offers.length === 0 && bounds.onlyOffers === true) {
      return null;
    }
    const asksTime = bounds.asksTimeFirst === true && offers.length > 0 && sentAt.anchoredOffsetMs === null;
    const isPull = asksTime || bounds.pullOnly === true;
    const taken = isPull ? [] : within(offers, row.mostIntents, mostBytes);
    await markSent(transaction, taken);
    const request: SyncRequest = {
      listenerId: account,
      deviceId: await readDeviceId(transaction, this.random.newId),
      cursor: row.cursor,
      epoch: row.epoch,
      deviceTime: sentAt.deviceAt,
      attempt: row.failures,
      pending: entries.length - taken.length,
      intents: taken.map(intentIn),
    };
    const { catalogueCursor } = present;
    return { request, sentAt, catalogueCursor, asksTime };
  }
}

/** In one transaction, in parts: the page stays responsive. */
async function markSent(transaction: Transaction, batch: readonly OutboxEntry[]): Promise<void> {
  for (const some of inParts(batch.filter((entry) => !entry.sent))) {
    await Promise.all(some.map((entry) => transaction.table('outbox').put({ ...entry, sent: true })));
  }
  const clock = await readClock(transaction);
  const after = batch.reduce((present, { occurredAt }) => send(present, occurredAt), clock);
  if (after !== clock) {
    await writeClock(transaction, after);
  }
}

async function presentOf(transaction: Transaction, row: AccountRow): Promise<Parking> {
  return { epoch: row.epoch, catalogueCursor: await readCatalogueCursor(transaction) };
}

/** Reads in parts, so that the page stays responsive when ten thousand entries wait. */
async function readOutbox(transaction: Transaction, account: string): Promise<OutboxEntry[]> {
  const entries: OutboxEntry[] = [];
  for await (const part of transaction.table('outbox').partsWithin([account])) {
    entries.push(...part);
  }
  return entries;
}

function touchedBy(batch: Batch, answer: SyncAnswer): string[] {
  return [
    ...new Set([
      ...batch.request.intents.map((intent) => intent.lectureId),
      ...answer.states.map((state) => state.lectureId),
    ]),
  ];
}
