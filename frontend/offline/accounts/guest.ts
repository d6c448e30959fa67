import type { Chance } from '../ports';
import type { OutboxEntry } from '../rules/intent';
import { intentsOf, latestStampAt } from '../rules/registers';
import { overlay } from '../rules/standing';
import { appendToJournal } from '../store/journal';
import { GUEST, type AccountRow, type StateRow } from '../store/schema';
import { readAccount, readClock, readDeviceId } from '../store/settings';
import type { Transaction } from '../store/tables';

/** What was listened to without an account, and what an account that signs in may do with it (C9). */

/** How many lectures there are to ask about: those touched since this account last left them. */
export async function countGuestLectures(transaction: Transaction, account: AccountRow): Promise<number> {
  const states = await transaction.table('states').within([GUEST]);
  return states.filter((state) => latestStampAt(state) > account.guestLeftAt).length;
}

/** One intent per register, with the stamp of what was done; then the guest has nothing any more. */
export async function takeOverGuestProgress(
  transaction: Transaction,
  account: string,
  at: number,
  chance: Chance,
): Promise<void> {
  const { offsetMs } = await readClock(transaction);
  const intents = (await guestStates(transaction, chance)).flatMap((state) =>
    intentsOf(state.lectureId, state),
  );
  for (const intent of intents) {
    const entry: OutboxEntry = { ...intent, account, offsetMs, sent: false, parked: null };
    await transaction.table('outbox').put(entry);
  }
  await transaction.table('states').removeWithin([GUEST]);
  await transaction.table('locals').removeWithin([GUEST]);
  const row = await readAccount(transaction, account);
  const event = { kind: 'guest-taken-over', intents: intents.length } as const;
  await transaction.table('accounts').put(await appendToJournal(transaction, row, at, [event]));
}

/** The guest keeps it; this account is asked again only about what the guest does later. */
export async function leaveGuestProgress(transaction: Transaction, account: string): Promise<void> {
  const stamps = (await transaction.table('states').within([GUEST])).map(latestStampAt);
  const row = await readAccount(transaction, account);
  const guestLeftAt = stamps.reduce((latest, stamp) => Math.max(latest, stamp), row.guestLeftAt);
  await transaction.table('accounts').put({ ...row, guestLeftAt });
}

/** The guest's registers, with positions that were kept and not written into them yet. */
async function guestStates(transaction: Transaction, chance: Chance): Promise<StateRow[]> {
  const deviceId = await readDeviceId(transaction, chance.newId);
  const states = new Map(
    (await transaction.table('states').within([GUEST])).map((state) => [state.lectureId, state]),
  );
  for (const local of await transaction.table('locals').within([GUEST])) {
    const { lectureId } = local;
    const joined = overlay(states.get(lectureId) ?? null, [], local, deviceId);
    states.set(lectureId, { ...joined, account: GUEST, lectureId, revision: 0 });
  }
  return [...states.values()];
}
