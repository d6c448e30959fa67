import type { AuthoritativeState } from '../gateway-port';
import { compareStamps } from '../rules/intent';
import { isSamePlace } from '../rules/playback/same-place';
import { withPlace, type EarlierPlace } from '../rules/playback/earlier-places';
import type { StateRow } from '../storage/schema';
import type { Transaction } from '../storage/tables';

/**
 * Keeps a place that the listener left, in the transaction that moves the position (C12).
 *
 * @param key the account and the lecture
 */
export async function keepPlace(
  transaction: Transaction,
  [account, lectureId]: readonly [account: string, lectureId: string],
  left: EarlierPlace,
): Promise<void> {
  const table = transaction.table('places');
  const row = await table.get([account, lectureId]);
  table.putAtOnce({ account, lectureId, places: withPlace(row?.places ?? [], left) });
}

/**
 * Another device moved the position away from where this one had it: that place is kept.
 *
 * @param present the state as it is stored, before the new one replaces it
 */
export async function keepReplacedPlace(
  transaction: Transaction,
  { listenerId: account, deviceId }: { readonly listenerId: string; readonly deviceId: string },
  present: StateRow | undefined,
  { lectureId, position: theirs }: AuthoritativeState,
): Promise<void> {
  const stored = present?.position ?? null;
  if (theirs === null || theirs.deviceId === deviceId || theirs.intentId === stored?.intentId) {
    return;
  }
  const local = await transaction.table('locals').get([account, lectureId]);
  const ours = local ?? (stored?.deviceId === deviceId ? stored : undefined);
  const isReplaced =
    ours !== undefined &&
    ours.positionMs > 0 &&
    compareStamps(theirs, ours) > 0 &&
    // Not when another device had moved far from it before.
    (stored === null ||
      compareStamps(stored, ours) <= 0 ||
      isSamePlace(stored.positionMs, ours.positionMs)) &&
    !isSamePlace(ours.positionMs, theirs.positionMs);
  if (isReplaced) {
    await keepPlace(transaction, [account, lectureId], {
      ...{ positionMs: ours.positionMs, toMs: theirs.positionMs, cause: 'other-device' },
      leftAt: theirs.occurredAt,
    });
  }
}
