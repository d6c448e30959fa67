import { correctedTimes, isRefusedAt, reissued, rewind, type ClockState, type Now } from '../rules/clock';
import { stampOf, type OutboxEntry } from '../rules/intent';
import type { LocalPosition } from '../rules/lecture-progress';
import { REGISTER_NAMES } from '../rules/registers';
import { keyOf, type JournalRow } from '../storage/schema';
import { readDeviceId } from '../storage/settings';
import type { Transaction } from '../storage/tables';
import { isWrong, restampOf, type Candidate } from './restamp';

type Event = JournalRow['event'];

export interface Corrected {
  readonly events: readonly Event[];
  readonly clock: ClockState;
}

/** Whose stamps are looked at, and what is known of the time. */
export interface Correction {
  readonly account: string;
  /** All that the account's outbox holds. */
  readonly entries: readonly OutboxEntry[];
  readonly now: Now;
  /** Ids of stamps that the server refused, or would. */
  readonly refused: ReadonlySet<string>;
  readonly newId: () => string;
}

/**
 * R8: what a wrong clock stamped and the server has not taken gets the stamp that a right clock would have
 * issued: entries that were refused or never sent, each under a new id, and positions that were kept. From the
 * first wrong one on all are issued again, so that their order is kept.
 *
 * @param refused ids of entries that the server answered CLOCK_AHEAD
 */
export async function correct(
  transaction: Transaction,
  { account, entries, now, refused, newId }: Correction,
): Promise<Corrected> {
  const { clock } = now;
  const kept = await transaction.table('locals').within([account]);
  const freed = freeOfRefused(clock, entries, refused);
  const stamps: Correctable[] = [
    ...entries.filter((entry) => !entry.sent || refused.has(entry.id)).map(ofEntry),
    ...kept.filter(({ offered }) => !offered).map((local) => ofLocal(local, clock)),
  ];
  if (!stamps.some((stamp) => isWrong(stamp, freed, refused))) {
    return { events: [], clock: freed };
  }
  const settled = await settledStamps(transaction, account, stamps, newId);
  const sent = entries.filter((entry) => entry.sent && !refused.has(entry.id));
  const chosen = restampOf(stamps, { ...now, clock: freed }, refused, {
    sent: sent.map(({ occurredAt }) => occurredAt),
    settledOf: (lectureId) => settled.get(lectureId) ?? [],
  });
  if (chosen === null) {
    return { events: [], clock: freed };
  }
  const { restamp, keep, notAfter } = chosen;
  const events: Event[] = [];
  let after = rewind(freed, Math.max(notAfter, freed.sentAt));
  for (const [{ of }, occurredAt] of correctedTimes(restamp, { ...now, clock: freed }, notAfter, keep)) {
    events.push(...(await reissue(transaction, of, { occurredAt, offsetMs: freed.offsetMs }, kept, newId)));
    after = reissued(after, occurredAt);
  }
  return { events, clock: after };
}

/**
 * What the server refused as from the future: what its answer says so of, and what was sent before without a word on
 * it and is too far ahead as well. The server's time only goes on, so that was refused too, or will be; left as it is,
 * it would come after what is issued again, which the listener did later.
 *
 * @param ahead ids that the answer speaks of
 * @param serverTime not before the server's
 */
export function refusedWith(
  ahead: ReadonlySet<string>,
  entries: readonly OutboxEntry[],
  serverTime: number,
): ReadonlySet<string> {
  const alike = entries.filter(({ sent, occurredAt }) => sent && isRefusedAt(occurredAt, serverTime));
  return new Set([...ahead, ...alike.map(({ id }) => id)]);
}

/** What this device did and the server took of the same lectures: what was done later comes later. */
async function settledStamps(
  transaction: Transaction,
  account: string,
  stamps: readonly Correctable[],
  newId: () => string,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const deviceId = await readDeviceId(transaction, newId);
  const settled = new Map<string, readonly number[]>();
  for (const lectureId of new Set(stamps.map((stamp) => stamp.lectureId))) {
    const state = await transaction.table('states').get([account, lectureId]);
    const held = REGISTER_NAMES.map((name) => state?.[name]).filter((one) => one?.deviceId === deviceId);
    settled.set(
      lectureId,
      held.map((one) => one?.occurredAt ?? 0),
    );
  }
  return settled;
}

type Correctable = Candidate & { readonly of: OutboxEntry | LocalPosition };

function ofEntry(entry: OutboxEntry): Correctable {
  const { offsetMs, deviceAt, seenAt } = entry;
  return { ...stampOf(entry), lectureId: entry.lectureId, offsetMs, deviceAt, seenAt, of: entry };
}

/** The first version of the app did not store a stamp's origin: such a stamp is taken for right. */
function ofLocal(local: LocalPosition, clock: ClockState): Correctable {
  const { occurredAt, intentId, lectureId, offsetMs = clock.offsetMs, deviceAt, seenAt } = local;
  return { occurredAt, intentId, lectureId, offsetMs, deviceAt, seenAt, of: local };
}

/** What was refused has not left this device for good: nothing has to follow it. */
function freeOfRefused(
  clock: ClockState,
  entries: readonly OutboxEntry[],
  refused: ReadonlySet<string>,
): ClockState {
  if (refused.size === 0) {
    return clock;
  }
  const left = entries.filter(({ sent, id }) => sent && !refused.has(id));
  return { ...clock, sentAt: left.reduce((latest, { occurredAt }) => Math.max(latest, occurredAt), 0) };
}

async function reissue(
  transaction: Transaction,
  from: OutboxEntry | LocalPosition,
  stamp: { readonly occurredAt: number; readonly offsetMs: number },
  kept: readonly LocalPosition[],
  newId: () => string,
): Promise<Event[]> {
  if (!('type' in from)) {
    await transaction.table('locals').put({ ...from, ...stamp });
    return [];
  }
  const to: OutboxEntry = { ...from, ...stamp, id: newId(), sent: false, parked: null };
  await transaction.table('outbox').remove(keyOf('outbox', from));
  await transaction.table('outbox').put(to);
  // The kept position has the same wrong stamp as its entry: it must not outshine the corrected one.
  const local = kept.find(({ intentId }) => intentId === from.id);
  if (local !== undefined) {
    await transaction.table('locals').put({ ...local, ...stamp, intentId: to.id });
  }
  return [{ kind: 'corrected', from, to }];
}
