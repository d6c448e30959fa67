import type { RandomSource } from '../ports';
import { originOf, type OutboxEntry } from '../rules/intent';
import { intentsOf, latestStampAt, registersOf } from '../rules/join';
import { registerOf } from '../rules/registers';
import { overlay } from '../rules/lecture-progress';
import { appendToJournal } from '../storage/journal';
import { GUEST, type AccountRow, type StateRow } from '../storage/schema';
import { findAccount, readClock, readDeviceId } from '../storage/settings';
import type { Transaction } from '../storage/tables';

/** What was listened to without an account, and what an account that signs in may do with it (C9). */

/** How many lectures there are to ask about: those touched since this account last left them. */
export async function countGuestLectures(transaction: Transaction, account: AccountRow): Promise<number> {
  const stamped = await guestStamps(transaction);
  return new Set(stamped.filter(({ at }) => at > account.guestLeftAt).map(({ lectureId }) => lectureId)).size;
}

/** One intent per register, with the stamp of what was done; then the guest has nothing any more. */
export async function takeOverGuestProgress(
  transaction: Transaction,
  account: string,
  at: number,
  chance: RandomSource,
): Promise<void> {
  const row = await findAccount(transaction, account);
  const states = await guestStates(transaction, chance);
  if (row === undefined || states.length === 0) {
    return; // Forgotten, or taken over in another tab, meanwhile.
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
  await transaction.table('states').removeWithin([GUEST]);
  await transaction.table('locals').removeWithin([GUEST]);
  const event = { kind: 'guest-taken-over', intents: entries.length } as const;
  await transaction.table('accounts').put(await appendToJournal(transaction, row, at, [event]));
}

/** The guest keeps it; this account is asked again only about what the guest does later. */
export async function leaveGuestProgress(transaction: Transaction, account: string): Promise<void> {
  const stamped = await guestStamps(transaction);
  const row = await findAccount(transaction, account);
  if (row !== undefined) {
    const guestLeftAt = stamped.reduce((latest, { at }) => Math.max(latest, at), row.guestLeftAt);
    await transaction.table('accounts').put({ ...row, guestLeftAt });
  }
}

/** When the guest touched which lecture, positions that were only kept included. */
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

/** The guest's registers, with positions that were kept and not written into them yet. */
async function guestStates(transaction: Transaction, chance: RandomSource): Promise<StateRow[]> {
  const deviceId = await readDeviceId(transaction, chance.newId);
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
