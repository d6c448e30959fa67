import { NEW_CLOCK, type ClockState } from '../rules/clock';
import { NEW_PLAYBACK_SETTINGS, type StoredPlaybackSettings } from '../rules/playback/playback-settings';
import { GUEST, type AccountRow, type PlayerSetting, type SessionSetting, type Setting } from './schema';
import type { Transaction } from './tables';

/** The settings of this device with what they are before anybody set them. */

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
  // The first version of the app did not know all of it.
  return { ...NEW_CLOCK, ...(await readSetting(transaction, 'clock')) };
}

export function writeClock(transaction: Transaction, clock: ClockState): Promise<void> {
  return writeSetting(transaction, { ...clock, name: 'clock' });
}

/** As {@link writeClock}, without waiting for the storage's word on it (`Table.putAtOnce`). */
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

/** What was lined up; nothing when another account lined it up. */
export async function readQueue(transaction: Transaction, account: string): Promise<readonly string[]> {
  const kept = await readSetting(transaction, 'queue');
  return kept?.account === account ? kept.lectureIds : [];
}

/**
 * The stored queue becomes another account's, as it is; empty where it is nobody's who hands it on. Left alone when
 * another tab did so before.
 *
 * @param from whose queue goes along; null for nobody's
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

/** Accounts that signed in on this device have one, until they are forgotten. */
export function findAccount(transaction: Transaction, account: string): Promise<AccountRow | undefined> {
  return transaction.table('accounts').get([account]);
}

/** Where a missing one is a fault. */
export async function readAccount(transaction: Transaction, account: string): Promise<AccountRow> {
  const row = await findAccount(transaction, account);
  if (row === undefined) {
    throw new Error('no such account on this device');
  }
  return row;
}

/** This profile's own id, made at first sight. */
export async function readDeviceId(transaction: Transaction, newId: () => string): Promise<string> {
  const present = await readSetting(transaction, 'device');
  if (present !== undefined) {
    return present.deviceId;
  }
  const deviceId = newId();
  await writeSetting(transaction, { name: 'device', deviceId });
  return deviceId;
}
