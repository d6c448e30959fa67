import { NEW_CLOCK, type ClockState } from '../rules/clock';
import { NEW_PLAYBACK_SETTINGS, type StoredPlaybackSettings } from '../rules/playback/playback-settings';
import { GUEST, type AccountRow, type PlayerSetting, type SessionSetting, type Setting } from './schema';
import type { Transaction } from './tables';

/** The settings of this device and their defaults. */

type Named<Name extends Setting['name']> = Extract<Setting, { name: Name }>;

export async function readSetting<Name extends Setting['name']>(
  transaction: Transaction,
  name: Name,
): Promise<Named<Name> | undefined> {
  return (await transaction.table('settings').get([name])) as Named<Name> | undefined;
}

export function writeSetting(transaction: Transaction, setting: Setting): Promise<void> {
  return transaction.table('settings').put(setting);
}

export async function readClock(transaction: Transaction): Promise<ClockState> {
  // The first version of the app did not store all members.
  return { ...NEW_CLOCK, ...(await readSetting(transaction, 'clock')) };
}

export function writeClock(transaction: Transaction, clock: ClockState): Promise<void> {
  return writeSetting(transaction, { ...clock, name: 'clock' });
}

/** Like {@link writeClock}, without waiting for the storage to confirm it (`Table.putAtOnce`). */
export function writeClockAtOnce(transaction: Transaction, clock: ClockState): void {
  transaction.table('settings').putAtOnce({ ...clock, name: 'clock' });
}

export async function readSession(transaction: Transaction): Promise<SessionSetting> {
  return (
    (await readSetting(transaction, 'session')) ?? {
      name: 'session',
      account: GUEST,
      expired: false,
      signOutOwed: false,
    }
  );
}

export async function readPlayer(transaction: Transaction): Promise<PlayerSetting> {
  return (
    (await readSetting(transaction, 'player')) ?? { name: 'player', account: GUEST, lectureId: null, rate: 1 }
  );
}

/**
 * Before there was such a setting, the rate last heard was the one for all. What an earlier version of the app did not
 * know has its initial value.
 */
export async function readPlayback(transaction: Transaction): Promise<StoredPlaybackSettings> {
  const stored = await readSetting(transaction, 'playback');
  return { ...NEW_PLAYBACK_SETTINGS, ...(stored ?? { rate: (await readPlayer(transaction)).rate }) };
}

/** The queue; empty when another account made it. */
export async function readQueue(transaction: Transaction, account: string): Promise<readonly string[]> {
  const kept = await readSetting(transaction, 'queue');
  return kept?.account === account ? kept.lectureIds : [];
}

/**
 * Hands the stored queue over to another account. The queue becomes empty when it does not belong to `from`. Nothing
 * happens when another tab did so before.
 *
 * @param from the account whose queue is handed over; null for none
 */
export async function transferQueue(
  transaction: Transaction,
  from: string | null,
  account: string,
): Promise<void> {
  const kept = await readSetting(transaction, 'queue');
  if (kept?.account !== account) {
    const lectureIds = from === null ? [] : await readQueue(transaction, from);
    await writeSetting(transaction, { name: 'queue', account, lectureIds });
  }
}

export async function readCatalogueCursor(transaction: Transaction): Promise<number> {
  return (await readSetting(transaction, 'catalogue'))?.cursor ?? 0;
}

/** The row of an account. Each account that signed in on this device has one until it is forgotten. */
export function findAccount(transaction: Transaction, account: string): Promise<AccountRow | undefined> {
  return transaction.table('accounts').get([account]);
}

/** The row of an account; throws when there is none. */
export async function readAccount(transaction: Transaction, account: string): Promise<AccountRow> {
  const row = await findAccount(transaction, account);
  if (row === undefined) {
    throw new Error('no such account on this device');
  }
  return row;
}

/** The id of this browser profile. It is made when it is first read. */
export async function readDeviceId(transaction: Transaction, newId: () => string): Promise<string> {
  const present = await readSetting(transaction, 'device');
  if (present !== undefined) {
    return present.deviceId;
  }
  const deviceId = newId();
  await writeSetting(transaction, { name: 'device', deviceId });
  return deviceId;
}
