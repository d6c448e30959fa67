import { originOf, stampOf, type OutboxEntry } from '../rules/intent';
import { deviceTimeOf, type DeviceStamp } from '../rules/restamp';
import { appendToJournal } from '../storage/journal';
import { GUEST, keyOf, type JournalEvent } from '../storage/schema';
import type { Transaction } from '../storage/tables';

const REGISTERS = ['position', 'completion', 'favorite'] as const;

/** A stamp and where it is stored: in an outbox entry, in a guest's register, or in neither but a kept position. */
export interface StoredStamp extends DeviceStamp {
  readonly account: string;
  readonly lectureId: string;
  readonly entry?: OutboxEntry;
  readonly register?: (typeof REGISTERS)[number];
}

/** What a moved stamp has from then on; `offsetMs` leads from the device's time to the new one. */
interface Move {
  readonly occurredAt: number;
  readonly offsetMs: number;
  readonly anchored: boolean;
}

/** Every stamp of this device that the server has not judged, of all accounts and of the guest. */
export async function readDeviceStamps(transaction: Transaction): Promise<StoredStamp[]> {
  const stamps: StoredStamp[] = [];
  // In parts: also with ten thousand entries the page answers the listener meanwhile.
  for await (const entries of transaction.table('outbox').partsWithin([])) {
    for (const entry of entries) {
      stamps.push({ ...entry, ...stampOf(entry), entry });
    }
  }
  // An offered position has the stamp of its entry or register.
  const kept = (await transaction.table('locals').within([])).filter(({ offered }) => !offered);
  const states = await transaction.table('states').within([GUEST]);
  const registers = states.flatMap((row) => REGISTERS.map((register) => ({ row, register })));
  return [
    ...stamps,
    ...kept.map((local) => ({ ...local, sent: false })),
    ...registers.flatMap(({ row, register }): StoredStamp[] => {
      const held = row[register];
      const { account, lectureId, drawings = {} } = row;
      const origin = originOf(drawings[register] ?? {});
      return held === null ? [] : [{ ...held, ...origin, account, lectureId, sent: false, register }];
    }),
  ];
}

/**
 * Writes the new times, and what the journals tell of them.
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
  const events: Array<Extract<JournalEvent, { kind: 'corrected' }>> = [];
  for (const [stamp, occurredAt] of times) {
    const move = { occurredAt, offsetMs: occurredAt - deviceTimeOf(stamp), anchored };
    const { entry: from } = stamp;
    if (from !== undefined) {
      // Always under a new id: the journal tells one from the other.
      const to = { ...from, ...move, id: newId(), sent: false, parked: null };
      await transaction.table('outbox').remove(keyOf('outbox', from));
      await transaction.table('outbox').put(to);
      events.push({ kind: 'corrected', from, to });
    }
    await moveRegister(transaction, stamp, move);
    const local = await transaction.table('locals').get([stamp.account, stamp.lectureId]);
    if (local?.intentId === stamp.intentId) {
      const intentId = events.findLast(({ from: { id } }) => id === stamp.intentId)?.to.id ?? stamp.intentId;
      await transaction.table('locals').put({ ...local, ...move, intentId });
    }
  }
  const guests = stamps.filter(({ account }) => account === GUEST);
  for (const row of await transaction.table('accounts').within([])) {
    // What an account left to the guest stays left, and what the guest does from here on comes after it (C9).
    const left = guests.filter(({ occurredAt }) => occurredAt <= row.guestLeftAt);
    const guestLeftAt = Math.max(0, ...left.map((stamp) => times.get(stamp) ?? stamp.occurredAt));
    const own = events.filter(({ from }) => from.account === row.account);
    await transaction
      .table('accounts')
      .put(await appendToJournal(transaction, { ...row, guestLeftAt }, at, own));
  }
}

async function moveRegister(
  transaction: Transaction,
  { account, lectureId, register }: StoredStamp,
  { occurredAt, ...origin }: Move,
): Promise<void> {
  const row = register && (await transaction.table('states').get([account, lectureId]));
  const held = row?.[register ?? 'position'];
  if (row === undefined || register === undefined || !held) {
    return;
  }
  const { firstCompletedAt } = row;
  // The first completion came before what has been done about it since.
  const firstAt = firstCompletedAt === held.occurredAt ? occurredAt : occurredAt - 1;
  const first = firstCompletedAt === null ? null : Math.min(firstCompletedAt, firstAt);
  await transaction.table('states').put({
    ...{ ...row, [register]: { ...held, occurredAt } },
    ...(register === 'completion' && { firstCompletedAt: first }),
    drawings: { ...row.drawings, [register]: { ...row.drawings?.[register], ...origin } },
  });
}
