import type { RandomSource } from '../ports';
import { keepPlace } from '../outbox/places';
import { compareStamps, originOf, type OutboxEntry } from '../rules/intent';
import { intentsOf, latestStampAt, registersOf } from '../rules/join';
import { registerOf } from '../rules/registers';
import { mergedPlaces } from '../rules/playback/earlier-places';
import { isSamePlace } from '../rules/playback/same-place';
import { overlay } from '../rules/lecture-progress';
import { appendToJournal } from '../storage/journal';
import { GUEST, type AccountRow, type StateRow } from '../storage/schema';
import { findAccount, readClock, readDeviceId } from '../storage/settings';
import type { Transaction } from '../storage/tables';

/** The guest's progress, and what an account that signs in may do with it (C9.2). */

/** The number of lectures to ask about: those that the guest touched since this account last declined. */
export async function countGuestLectures(transaction: Transaction, account: AccountRow): Promise<number> {
  const stamped = await guestStamps(transaction);
  return new Set(stamped.filter(({ at }) => at > account.guestLeftAt).map(({ lectureId }) => lectureId)).size;
}

/** Turns each register into one intent with the register's stamp, and removes the guest's progress. */
export async function takeOverGuestProgress(
  transaction: Transaction,
  account: string,
  at: number,
  random: RandomSource,
): Promise<void> {
  const row = await findAccount(transaction, account);
  const states = await guestStates(transaction, random);
  if (row === undefined || states.length === 0) {
    return; // The account was forgotten, or another tab has taken the progress over.
  }
  const { offsetMs } = await readClock(transaction);
  const entries = states.flatMap((state) =>
    intentsOf(state.lectureId, registersOf(state)).map((intent): OutboxEntry => {
      const origin = state.drawings?.[registerOf(intent.type)] ?? { offsetMs };
      return { ...intent, ...origin, account, sent: false, parked: null };
    }),
  );
  for (const entry of entries) {
    await transaction.table('outbox').put(entry);
  }
  await takeOverPlaces(transaction, account);
  for (const table of ['states', 'locals', 'places'] as const) {
    await transaction.table(table).removeWithin([GUEST]);
  }
  const event = { kind: 'guest-taken-over', intents: entries.length } as const;
  await transaction.table('accounts').put(await appendToJournal(transaction, row, at, [event]));
}

/**
 * The places that the guest left go along. Where guest and account stand apart, the place of whoever was there earlier
 * joins them. The guest's position becomes this device's last one of the account where it is the later.
 */
async function takeOverPlaces(transaction: Transaction, account: string): Promise<void> {
  const [locals, places] = [transaction.table('locals'), transaction.table('places')];
  for (const row of await places.within([GUEST])) {
    const own = (await places.get([account, row.lectureId]))?.places ?? [];
    await places.put({ ...row, account, places: mergedPlaces(row.places, own) });
  }
  for (const guests of await locals.within([GUEST])) {
    const key = [account, guests.lectureId] as const;
    const [own, state] = [await locals.get(key), await transaction.table('states').get(key)];
    const held = [own, state?.position ?? undefined]
      .filter((one) => one !== undefined)
      .sort(compareStamps)
      .at(-1);
    const isLater = held === undefined || compareStamps(guests, held) > 0;
    if (held !== undefined && !isSamePlace(guests.positionMs, held.positionMs)) {
      const [left, to] = isLater ? [held, guests] : [guests, held];
      await keepPlace(transaction, key, {
        ...{ positionMs: left.positionMs, toMs: to.positionMs, cause: 'guest', leftAt: to.occurredAt },
      });
    }
    if (isLater) {
      await locals.put({ ...guests, account, offered: true });
    }
  }
}

/** The guest keeps the progress. This account is asked again only about what the guest does later. */
export async function leaveGuestProgress(transaction: Transaction, account: string): Promise<void> {
  const stamped = await guestStamps(transaction);
  const row = await findAccount(transaction, account);
  if (row !== undefined) {
    const guestLeftAt = stamped.reduce((latest, { at }) => Math.max(latest, at), row.guestLeftAt);
    await transaction.table('accounts').put({ ...row, guestLeftAt });
  }
}

/** The guest's lectures with their latest stamps, kept positions included. */
async function guestStamps(
  transaction: Transaction,
): Promise<Array<{ readonly lectureId: string; readonly at: number }>> {
  const states = await transaction.table('states').within([GUEST]);
  const locals = await transaction.table('locals').within([GUEST]);
  return [
    ...states.map((state) => ({ lectureId: state.lectureId, at: latestStampAt(state) })),
    ...locals.map(({ lectureId, occurredAt }) => ({ lectureId, at: occurredAt })),
  ];
}

/** The guest's registers, joined with the kept positions that are not in them yet. */
async function guestStates(transaction: Transaction, random: RandomSource): Promise<StateRow[]> {
  const deviceId = await readDeviceId(transaction, random.newId);
  const states = new Map(
    (await transaction.table('states').within([GUEST])).map((state) => [state.lectureId, state]),
  );
  for (const local of await transaction.table('locals').within([GUEST])) {
    const { lectureId } = local;
    const joined = overlay(states.get(lectureId) ?? null, [], local, deviceId);
    const position = originOf(local);
    const drawings = { ...states.get(lectureId)?.drawings, ...(position === null ? {} : { position }) };
    states.set(lectureId, { ...joined, account: GUEST, lectureId, revision: 0, drawings });
  }
  return [...states.values()];
}
