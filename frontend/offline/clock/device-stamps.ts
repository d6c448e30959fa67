import { originOf, stampOf, type OutboxEntry, type Stamp, type StampOrigin } from '../rules/intent';
import { REGISTER_NAMES, type RegisterName } from '../rules/registers';
import { deviceTimeOf, type DeviceStamp } from '../rules/restamp';
import { appendToJournal, MAX_JOURNAL_ROWS } from '../storage/journal';
import { inParts } from '../storage/parts';
import { GUEST, keyOf, type JournalEvent } from '../storage/schema';
import type { Transaction } from '../storage/tables';

/** A stamp and its place: in an outbox entry, in a guest's register, or only in a kept position. */
export interface StoredStamp extends DeviceStamp {
  readonly account: string;
  readonly lectureId: string;
  readonly entry?: OutboxEntry;
  readonly register?: RegisterName;
}

/** Every stamp of this device that the server has not judged, of all accounts and of the guest. */
export async function readDeviceStamps(transaction: Transaction): Promise<StoredStamp[]> {
  const stamps: StoredStamp[] = [];
  // Reads in parts, so that the page stays responsive with ten thousand entries.
  for await (const entries of transaction.table('outbox').partsWithin([])) {
    stamps.push(...entries.map((entry) => ({ ...entry, ...stampOf(entry), entry })));
  }
  for (const { account, lectureId, drawings, ...row } of await transaction.table('states').within([GUEST])) {
    for (const register of REGISTER_NAMES) {
      const held = row[register] ?? null;
      const origin = originOf(drawings?.[register] ?? {});
      if (held !== null) {
        stamps.push({ ...held, ...origin, account, lectureId, sent: false, register });
      }
    }
  }
  // An offered position has the stamp of its entry or register.
  const kept = (await transaction.table('locals').within([])).filter(({ offered }) => !offered);
  return [...stamps, ...kept.map((local) => ({ ...local, sent: false }))];
}

/**
 * Writes the new times, and the corrections to the journals.
 *
 * @param stamps all of the device, as they were
 * @param anchored whether an anchor told the times, so that they are final
 * @param at the device's time, for the journal
 */
export async function moveStamps(
  transaction: Transaction,
  stamps: readonly StoredStamp[],
  times: ReadonlyMap<StoredStamp, number>,
  anchored: boolean,
  at: number,
  newId: () => string,
): Promise<void> {
  const outbox = transaction.table('outbox');
  const positions = new Map((await transaction.table('locals').within([])).map((row) => [row.intentId, row]));
  const events: Array<JournalEvent & { readonly from: OutboxEntry }> = [];
  for (const some of inParts([...times])) {
    const outdated = some.flatMap(([{ entry }]) => entry ?? []);
    await Promise.all(outdated.map((entry) => outbox.remove(keyOf('outbox', entry))));
    for (const [stamp, occurredAt] of some) {
      const move = { occurredAt, offsetMs: occurredAt - deviceTimeOf(stamp), anchored };
      let { intentId } = stamp;
      if (stamp.entry !== undefined) {
        // An entry that was never sent gets a new id too, so that the journal can distinguish the two.
        intentId = newId();
        const to = { ...stamp.entry, ...move, id: intentId, sent: false, parked: null };
        outbox.putAtOnce(to);
        events.push({ kind: 'corrected', from: stamp.entry, to });
      }
      await moveRegister(transaction, stamp, move);
      const position = positions.get(stamp.intentId);
      if (position !== undefined) {
        transaction.table('locals').putAtOnce({ ...position, ...move, intentId });
      }
    }
  }
  const guests = stamps.filter(({ account }) => account === GUEST);
  for (const row of await transaction.table('accounts').within([])) {
    // Progress that the account declined stays declined, and later guest progress comes after it (C9).
    const left = guests.filter(({ occurredAt }) => occurredAt <= row.guestLeftAt);
    const guestLeftAt = Math.max(0, ...left.map((stamp) => times.get(stamp) ?? stamp.occurredAt));
    const own = events.filter(({ from }) => from.account === row.account).slice(-MAX_JOURNAL_ROWS);
    const next = await appendToJournal(transaction, { ...row, guestLeftAt }, at, own);
    await transaction.table('accounts').put(next);
  }
}

async function moveRegister(
  transaction: Transaction,
  { account, lectureId, register }: StoredStamp,
  { occurredAt, ...origin }: StampOrigin & Pick<Stamp, 'occurredAt'>,
): Promise<void> {
  const row = register && (await transaction.table('states').get([account, lectureId]));
  if (register === undefined || row === undefined) {
    return;
  }
  const { firstCompletedAt: first = null } = row;
  // The first completion stays before later changes of the register.
  const firstAt = first === row.completion?.occurredAt ? occurredAt : occurredAt - 1;
  await transaction.table('states').put({
    ...{ ...row, [register]: { ...row[register], occurredAt } },
    ...(register === 'completion' && first !== null && { firstCompletedAt: Math.min(first, firstAt) }),
    drawings: { ...row.drawings, [register]: { ...row.drawings?.[register], ...origin } },
  });
}
