import type { Changes } from '../live/changes';
import type { ClockWatch } from '../clock/clock-watch';
import type { RandomSource, SyncAnswer, SyncRequest, Time } from '../ports';
import { anchor, JITTER_MS, send, tellsTime, timeBy, type Now } from '../rules/clock';
import { intentIn, type OutboxEntry, type Parking } from '../rules/intent';
import { MAX_INTENTS, MAX_INTENTS_BYTES, offerable, within } from '../rules/outbox';
import { appendToJournal } from '../storage/journal';
import type { AccountRow, Drainer } from '../storage/schema';
import { findAccount, readCatalogueCursor, readClock, readDeviceId, writeClock } from '../storage/settings';
import type { Tables, Transaction } from '../storage/tables';
import { exchangedEvents, isOtherHistory, storeStates } from './answer';
import { correctGuest, stampedInFuture } from './other-accounts';
import { correct, refusedWith } from './correction';
import { settleEntries } from './settling';
import { startOver } from './start-over';

/** A request as it was taken from the outbox. */
export interface Batch {
  readonly request: SyncRequest;
  readonly sentAt: number;
  /** As this device had the catalogue when it asked: what is unknown waits for a later one (R7). */
  readonly catalogueCursor: number;
  /** Whether it only asks for the time, before what a clock that may be wrong stamped is sent. */
  readonly asksTime: boolean;
}

/** An answer as it arrived, with the clock as it tells. */
interface Received extends Pick<Now, 'clock' | 'isTrusted'> {
  readonly batch: Batch;
  readonly answer: SyncAnswer;
  /** By the device's clock. */
  readonly at: number;
}

/** What is left to do after an answer was applied. */
export interface Applied {
  /** Whether there is more to send or to pull at once. */
  readonly more: boolean;
  /** Whether any entry went on its way: settled, rejected, parked; or the history was found new. */
  readonly advanced: boolean;
}

/** What a batch may be; all that is offered by default. */
export interface Bounds {
  readonly mostBytes?: number;
  /** No intents: only what is new there. */
  readonly pullOnly?: boolean;
  /** Nothing is asked for when there is nothing to say. */
  readonly onlyOffers?: boolean;
  /** What a clock that may be wrong stamped is not sent now: the server is asked for the time instead (R8). */
  readonly asksTimeFirst?: boolean;
}

const TABLES = ['settings', 'accounts', 'states', 'locals', 'outbox', 'journal', 'rejections'] as const;

/** So far from the server's a trusted clock may be: set by what goes for jitter, and half a round trip. */
const TRUSTED_TO_MS = 2 * JITTER_MS;

/** So many rows are written in one turn of the page's. */
const WRITTEN_AT_ONCE = 50;

/** The account was forgotten on this device meanwhile: nothing is left to do for it (C9). */
const FORGOTTEN: Applied = { more: false, advanced: false };

/** The outbox's side of one exchange with the server; no transaction is open while it lasts (C7). */
export class Exchange {
  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly watch: ClockWatch,
    private readonly time: Time,
    private readonly chance: RandomSource,
    private readonly drainer: Drainer = 'page',
  ) {}

  /** Whether there is anything to say to the server. */
  async hasOffers(account: string): Promise<boolean> {
    return this.tables.transact(['settings', 'accounts', 'outbox'], 'read', async (transaction) => {
      const row = await findAccount(transaction, account);
      const entries = await transaction.table('outbox').within([account]);
      return row !== undefined && offerable(entries, await presentOf(transaction, row)).length > 0;
    });
  }

  /**
   * The next batch, whose entries count as sent from now on (C2); without intents it is a pull. What was never
   * sent is corrected before, if the clock is known to have been wrong (R8). Null when there is nothing to ask, or
   * the account was forgotten.
   */
  async take(account: string, bounds: Bounds = {}): Promise<Batch | null> {
    const { batch, corrected } = await this.tables.transact(TABLES, 'durable-write', (transaction) =>
      this.#takeFrom(transaction, account, bounds),
    );
    if (corrected) {
      this.changes.publish({ kind: 'listening', account, lectureIds: null });
    }
    return batch;
  }

  /** C7: in one transaction, into the store of the account that the answer names. */
  async apply(batch: Batch, answer: SyncAnswer): Promise<Applied> {
    const account = batch.request.listenerId;
    const exchange = { sentAt: batch.sentAt, answeredAt: this.time.now(), serverTime: answer.serverTime };
    const aheadMs = this.watch.aheadMs();
    const isTrusted = tellsTime(exchange) || this.watch.isTrusted();
    let isOfAll = answer.states.length > 50;
    const applied = await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const row = await findAccount(transaction, account);
      if (row === undefined) {
        return FORGOTTEN;
      }
      const clock = anchor(await readClock(transaction), exchange);
      if (row.epoch !== batch.request.epoch || row.cursor < batch.request.cursor) {
        await writeClock(transaction, clock);
        return { more: true, advanced: true }; // Another tab started over meanwhile: ask anew.
      }
      if (isOtherHistory(batch.request, answer)) {
        await writeClock(transaction, clock);
        await startOver(transaction, row, answer.epoch, exchange.answeredAt, this.chance.newId);
        isOfAll = true;
        return { more: true, advanced: true };
      }
      const received = { batch, answer, at: exchange.answeredAt, clock, isTrusted };
      const outcome = await this.#applyTo(transaction, row, received);
      isOfAll ||= outcome.corrected;
      return outcome;
    });
    if (tellsTime(exchange) && applied !== FORGOTTEN) {
      this.watch.anchored(aheadMs); // Only once it is stored: stamps are issued and corrected by the stored clock.
    }
    const lectureIds = isOfAll ? null : touchedBy(batch, answer);
    this.changes.publish({ kind: 'listening', account, lectureIds });
    this.changes.publish({ kind: 'account' });
    return applied;
  }

  /** R14: the server refused the batch whole. Smaller ones follow; the last culprit is journalled alone. */
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
    { batch: { request, catalogueCursor }, answer, at, clock, isTrusted }: Received,
  ): Promise<Applied & { readonly corrected: boolean }> {
    const { account } = row;
    const stored = await storeStates(transaction, request, answer, clock);
    const entries = await readOutbox(transaction, account);
    const settled = await settleEntries(transaction, entries, answer.verdicts, {
      epoch: answer.epoch,
      catalogueCursor,
    });
    const corrected = await correct(transaction, {
      account,
      entries: settled.left,
      now: { clock: stored.clock, serverTime: answer.serverTime, isTrusted },
      refused: refusedWith(settled.ahead, settled.left, answer.serverTime),
      newId: this.chance.newId,
    });
    await writeClock(transaction, corrected.clock);
    const asked = new Set(request.intents.map(({ lectureId }) => lectureId));
    const received = stored.elsewhereIds.filter((lectureId) => !asked.has(lectureId)).length;
    const next: AccountRow = {
      ...row,
      ...{ epoch: answer.epoch, failures: 0, nextAttemptAt: 0, mostIntents: MAX_INTENTS },
      cursor: Math.max(row.cursor, answer.cursor),
      lastSuccessAt: at,
    };
    const written = await appendToJournal(transaction, next, at, [
      ...exchangedEvents(request.intents, answer, received, this.drainer),
      ...settled.events,
      ...corrected.events,
    ]);
    await transaction.table('accounts').put(written);
    const left = corrected.events.length === 0 ? settled.left : await readOutbox(transaction, account);
    const more = answer.more || offerable(left, await presentOf(transaction, written)).length > 0;
    const advanced = settled.advanced || answer.cursor > row.cursor;
    return { more, advanced, corrected: corrected.events.length > 0 };
  }

  async #takeFrom(
    transaction: Transaction,
    account: string,
    { mostBytes = MAX_INTENTS_BYTES, ...bounds }: Bounds,
  ): Promise<{ readonly batch: Batch | null; readonly corrected: boolean }> {
    const sentAt = this.time.now();
    const trusted = this.watch.isTrusted();
    if (trusted) {
      await this.#correctOtherAccounts(transaction, account, sentAt);
    }
    const found = await findAccount(transaction, account);
    if (found === undefined) {
      return { batch: null, corrected: false };
    }
    const unsent = await readOutbox(transaction, account);
    const row = trusted ? await this.#correctUnsent(transaction, found, unsent, sentAt) : found;
    const corrected = row !== found;
    const entries = corrected ? await readOutbox(transaction, account) : unsent;
    const present = await presentOf(transaction, row);
    const offers = offerable(entries, present);
    if (offers.length === 0 && bounds.onlyOffers === true) {
      return { batch: null, corrected };
    }
    const asksTime = bounds.asksTimeFirst === true && offers.length > 0 && !trusted;
    const isPull = asksTime || bounds.pullOnly === true;
    const taken = isPull ? [] : within(offers, row.mostIntents, mostBytes);
    await markSent(transaction, taken);
    const request: SyncRequest = {
      listenerId: account,
      deviceId: await readDeviceId(transaction, this.chance.newId),
      cursor: row.cursor,
      epoch: row.epoch,
      deviceTime: sentAt,
      attempt: row.failures,
      pending: entries.length - taken.length,
      intents: taken.map(intentIn),
    };
    const { catalogueCursor } = present;
    return { batch: { request, sentAt, catalogueCursor, asksTime }, corrected };
  }

  /**
   * What waits on this device for others, or as a guest's, is looked at as soon as the clock is known to be right:
   * later, what this account does would come before it (R8).
   */
  async #correctOtherAccounts(transaction: Transaction, account: string, at: number): Promise<void> {
    const clock = await readClock(transaction);
    const now = timeBy(clock, at);
    await correctGuest(transaction, clock, now, now + TRUSTED_TO_MS);
    for (const row of await transaction.table('accounts').within([])) {
      if (row.account !== account) {
        const entries = await readOutbox(transaction, row.account);
        const stamps = entries.map(({ id, occurredAt }) => ({ intentId: id, occurredAt }));
        await this.#correctUnsent(
          transaction,
          row,
          entries,
          at,
          stampedInFuture(stamps, now + TRUSTED_TO_MS),
        );
      }
    }
  }

  /** The account's row as it is then. */
  async #correctUnsent(
    transaction: Transaction,
    row: AccountRow,
    entries: readonly OutboxEntry[],
    at: number,
    future: ReadonlySet<string> = new Set(),
  ): Promise<AccountRow> {
    const { account } = row;
    const clock = await readClock(transaction);
    const now = timeBy(clock, at);
    const refused = refusedWith(future, entries, now + TRUSTED_TO_MS);
    const { events, clock: corrected } = await correct(transaction, {
      ...{ account, entries, refused, newId: this.chance.newId },
      now: { clock, serverTime: now, isTrusted: true },
    });
    if (events.length === 0 && corrected === clock) {
      return row;
    }
    await writeClock(transaction, corrected);
    const next = await appendToJournal(transaction, row, at, events);
    await transaction.table('accounts').put(next);
    return next;
  }
}

/** In one transaction, some at a time: between them the page may answer the listener. */
async function markSent(transaction: Transaction, batch: readonly OutboxEntry[]): Promise<void> {
  const unsent = batch.filter((entry) => !entry.sent);
  for (let i = 0; i < unsent.length; i += WRITTEN_AT_ONCE) {
    const some = unsent.slice(i, i + WRITTEN_AT_ONCE);
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

/** In parts: with ten thousand that wait, too, the page answers the listener meanwhile. */
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
