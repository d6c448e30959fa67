import type { RandomSource } from '../ports';
import { compareStamps, originOf, type OutboxEntry, type StampOrigin } from '../rules/intent';
import { firstCompletionOf, intentsOf, join, registersOf } from '../rules/join';
import { REGISTER_NAMES, type RegisterName, type Registers } from '../rules/registers';
import { overlay, type LocalPosition } from '../rules/lecture-progress';
import { mergedPlaces } from '../rules/playback/earlier-places';
import { GUEST } from '../storage/schema';
import { readDeviceId, readPlayer, readSession, transferQueue, writeSetting } from '../storage/settings';
import type { Transaction } from '../storage/tables';

/** What becomes of an account on this device after the server has deleted it (C9.4). */

/** Notes it. Nothing is sent for the account from then on. Nothing happens when another account is signed in. */
export async function noteDeleted(transaction: Transaction, account: string): Promise<void> {
  const session = await readSession(transaction);
  if (session.account === account && account !== GUEST) {
    await writeSetting(transaction, { ...session, expired: true, deleted: true });
  }
}

/**
 * Makes the account's progress the guest's: what the server had, with what was never sent laid over it. Where the guest
 * has progress in the same lecture, the later of both counts, register by register.
 */
export async function giveToGuest(
  transaction: Transaction,
  account: string,
  random: RandomSource,
): Promise<void> {
  const deviceId = await readDeviceId(transaction, random.newId);
  const states = byLecture(await transaction.table('states').within([account]));
  const locals = byLecture(await transaction.table('locals').within([account]));
  const entries = new Map<string, OutboxEntry[]>();
  for (const entry of await transaction.table('outbox').within([account])) {
    entries.set(entry.lectureId, [...(entries.get(entry.lectureId) ?? []), entry]);
  }
  for (const lectureId of new Set([...states.keys(), ...locals.keys(), ...entries.keys()])) {
    const [pending, local] = [entries.get(lectureId) ?? [], locals.get(lectureId) ?? null];
    const registers = overlay(states.get(lectureId) ?? null, pending, local, deviceId);
    await joinGuests(transaction, lectureId, registers, originsOf(registers, pending, local), {
      deviceId,
      newId: random.newId,
    });
    await keepLater(transaction, local);
  }
  for (const { lectureId, places } of await transaction.table('places').within([account])) {
    const guests = (await transaction.table('places').get([GUEST, lectureId]))?.places ?? [];
    await transaction
      .table('places')
      .put({ account: GUEST, lectureId, places: mergedPlaces(places, guests) });
  }
  const player = await readPlayer(transaction);
  if (player.account === account) {
    await writeSetting(transaction, { ...player, account: GUEST });
  }
  await transferQueue(transaction, account, GUEST);
}

function byLecture<Row extends { readonly lectureId: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.lectureId, row]));
}

type Origins = Partial<Record<RegisterName, StampOrigin>>;

/** The origins of the stamps that this device issued, for an account that may take the progress over later (R8). */
function originsOf(
  registers: Registers,
  pending: readonly OutboxEntry[],
  local: LocalPosition | null,
): Origins {
  const origins = new Map([
    ...pending.map((entry) => [entry.id, originOf(entry)] as const),
    ...(local === null ? [] : [[local.intentId, originOf(local)] as const]),
  ]);
  return Object.fromEntries(
    REGISTER_NAMES.flatMap((name) => {
      const origin = origins.get(registers[name]?.intentId ?? '') ?? null;
      return origin === null ? [] : [[name, origin]];
    }),
  );
}

async function joinGuests(
  transaction: Transaction,
  lectureId: string,
  registers: Registers,
  origins: Origins,
  { deviceId, newId }: { readonly deviceId: string; readonly newId: () => string },
): Promise<void> {
  const guests = await transaction.table('states').get([GUEST, lectureId]);
  const joined = [
    ...intentsOf(lectureId, registers),
    ...firstCompletionOf(lectureId, registers, newId),
  ].reduce((all, intent) => join(all, intent, deviceId), registersOf(guests ?? {}));
  const drawings = Object.fromEntries(
    REGISTER_NAMES.flatMap((name) => {
      const isGuests = joined[name]?.intentId === guests?.[name]?.intentId;
      const origin = isGuests ? guests?.drawings?.[name] : origins[name];
      return origin === undefined ? [] : [[name, origin]];
    }),
  );
  await transaction.table('states').put({ ...joined, account: GUEST, lectureId, revision: 0, drawings });
}

/** The position that this device keeps becomes the guest's where it is the later one. It is in the registers already. */
async function keepLater(transaction: Transaction, local: LocalPosition | null): Promise<void> {
  if (local === null) {
    return;
  }
  const guests = await transaction.table('locals').get([GUEST, local.lectureId]);
  if (guests === undefined || compareStamps(local, guests) > 0) {
    await transaction.table('locals').put({ ...local, account: GUEST, offered: true });
  }
}
