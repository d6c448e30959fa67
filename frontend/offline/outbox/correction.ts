import {
  correctedTimes,
  isRefusedAt,
  isWronglyDrawn,
  latestCorrectedAt,
  redrew,
  rewind,
  type ClockState,
  type Stamped,
} from '../rules/clock';
import { compareStamps, stampOf, type OutboxEntry, type Stamp } from '../rules/intent';
import type { LocalPosition } from '../rules/standing';
import { keyOf, type JournalRow } from '../store/schema';
import { readDeviceId } from '../store/settings';
import type { Transaction } from '../store/tables';

type Event = JournalRow['event'];

export interface Corrected {
  readonly events: readonly Event[];
  readonly clock: ClockState;
}

/**
 * R8: what a wrong clock stamped and the server has not taken gets the stamp that a right clock would have
 * drawn: entries that were refused or never sent, each under a new id, and positions that were kept. From the
 * first wrong one on all are drawn anew, so that their order is kept.
 *
 * @param clock as it is now, which is thought to be right
 * @param serverTime the server's, or what the anchored clock says it is
 * @param refused ids of entries that the server answered CLOCK_AHEAD
 */
export async function correct(
  transaction: Transaction,
  account: string,
  entries: readonly OutboxEntry[],
  clock: ClockState,
  serverTime: number,
  refused: ReadonlySet<string>,
  newId: () => string,
): Promise<Corrected> {
  const kept = await transaction.table('locals').within([account]);
  const freed = freeOfRefused(clock, entries, refused);
  const stamps: Correctable[] = [
    ...entries.filter((entry) => !entry.sent || refused.has(entry.id)).map(ofEntry),
    ...kept.filter(({ offered }) => !offered).map((local) => ofLocal(local, clock)),
  ];
  const isWrong = (stamp: Correctable) => refused.has(stamp.intentId) || isWronglyDrawn(stamp, freed);
  if (!stamps.some(isWrong)) {
    return { events: [], clock: freed };
  }
  const sent = entries
    .filter((entry) => entry.sent && !refused.has(entry.id))
    .map(({ occurredAt }) => occurredAt);
  const settled = await settledStamps(transaction, account, stamps, newId);
  // What was drawn before something that left was looked at when that left, and stays before it.
  const leftAt = sent.reduce((latest, at) => Math.max(latest, at), 0);
  const mayMove = ({ intentId, occurredAt, of }: Correctable) =>
    refused.has(intentId) || occurredAt > Math.max(leftAt, ...(settled.get(of.lectureId) ?? []));
  const first = stamps
    .filter((stamp) => mayMove(stamp) && isWrong(stamp))
    .reduce<Stamp | null>(
      (least, one) => (least === null || compareStamps(one, least) < 0 ? one : least),
      null,
    );
  if (first === null) {
    return { events: [], clock: freed };
  }
  const notAfter = latestCorrectedAt(freed, serverTime, stamps.length);
  // Where no answer was quick enough to tell the time, earlier ones may be as far ahead and not look wrong:
  // left as they are, they would come after those that are drawn anew.
  const wouldFollow = (stamp: Stamp) => stamp.occurredAt > notAfter - stamps.length;
  const isDrawnAnew = (stamp: Correctable) =>
    mayMove(stamp) && (compareStamps(stamp, first) >= 0 || wouldFollow(stamp));
  const wrong = stamps.filter(isDrawnAnew);
  const staying = [
    ...stamps.filter((stamp) => !isDrawnAnew(stamp)).map(({ occurredAt }) => occurredAt),
    ...[sent, ...settled.values()].flat(),
  ];
  const events: Event[] = [];
  let after = rewind(freed, Math.max(notAfter, freed.sentAt));
  for (const [{ of }, occurredAt] of correctedTimes(wrong, freed, notAfter, staying)) {
    events.push(...(await redraw(transaction, of, { occurredAt, offsetMs: freed.offsetMs }, kept, newId)));
    after = redrew(after, occurredAt);
  }
  return { events, clock: after };
}

/**
 * What an answer refused as from the future: what it says so of, and what was sent before without a word on it and
 * is too far ahead as well. The server's time only goes on, so that was refused too, or will be; left as it is, it
 * would come after what is drawn anew, which the listener did later.
 */
export function refusedWith(
  ahead: ReadonlySet<string>,
  entries: readonly OutboxEntry[],
  serverTime: number,
): ReadonlySet<string> {
  if (ahead.size === 0) {
    return ahead;
  }
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
  for (const lectureId of new Set(stamps.map(({ of }) => of.lectureId))) {
    const state = await transaction.table('states').get([account, lectureId]);
    const held = [state?.position, state?.completion, state?.favorite].filter(
      (one) => one?.deviceId === deviceId,
    );
    settled.set(
      lectureId,
      held.map((one) => one?.occurredAt ?? 0),
    );
  }
  return settled;
}

type Correctable = Stamped & { readonly of: OutboxEntry | LocalPosition };

function ofEntry(entry: OutboxEntry): Correctable {
  const { offsetMs, deviceAt, seenAt } = entry;
  return { ...stampOf(entry), offsetMs, deviceAt, seenAt, of: entry };
}

/** One of the first version of the app does not say how it was drawn: it is thought right. */
function ofLocal(local: LocalPosition, clock: ClockState): Correctable {
  const { occurredAt, intentId, offsetMs = clock.offsetMs, deviceAt, seenAt } = local;
  return { occurredAt, intentId, offsetMs, deviceAt, seenAt, of: local };
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

async function redraw(
  transaction: Transaction,
  from: OutboxEntry | LocalPosition,
  redrawn: { readonly occurredAt: number; readonly offsetMs: number },
  kept: readonly LocalPosition[],
  newId: () => string,
): Promise<Event[]> {
  if (!('type' in from)) {
    await transaction.table('locals').put({ ...from, ...redrawn });
    return [];
  }
  const to: OutboxEntry = { ...from, ...redrawn, id: newId(), sent: false, parked: null };
  await transaction.table('outbox').remove(keyOf('outbox', from));
  await transaction.table('outbox').put(to);
  // The kept position has the same wrong stamp as its entry: it must not outshine the corrected one.
  const local = kept.find(({ intentId }) => intentId === from.id);
  if (local !== undefined) {
    await transaction.table('locals').put({ ...local, ...redrawn, intentId: to.id });
  }
  return [{ kind: 'corrected', from, to }];
}
