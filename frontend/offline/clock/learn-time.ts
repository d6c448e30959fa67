import { isRefusedAt } from '../rules/clock';
import { restamp, type Knowledge } from '../rules/restamp';
import { readClock, writeClock } from '../storage/settings';
import type { Transaction } from '../storage/tables';
import { moveStamps, readDeviceStamps } from './device-stamps';

/**
 * R8: the only place where stamps move. An answer told the time, or refused stamps as too far ahead. In this
 * transaction all stamps that are not final move, of all accounts and of the guest.
 *
 * @return whether any stamp moved
 */
export async function learnTime(
  transaction: Transaction,
  known: Knowledge,
  newId: () => string,
): Promise<boolean> {
  const { anchoredOffsetMs, deviceAt } = known.reading;
  const isAnchored = anchoredOffsetMs !== null;
  const stored = await readClock(transaction);
  const clock = isAnchored ? { ...stored, offsetMs: anchoredOffsetMs } : stored;
  const mayBeRefused = (known.refused?.size ?? 0) > 0 || isRefusedAt(clock.sentAt, known.serverTime);
  const mayMove = mayBeRefused || (isAnchored && clock.hasProvisional);
  const stamps = mayMove ? await readDeviceStamps(transaction) : [];
  const restamped = mayMove ? restamp(stamps, clock, known) : { moved: new Map<never, never>(), clock };
  await writeClock(transaction, restamped.clock);
  if (restamped.moved.size > 0) {
    await moveStamps(transaction, stamps, restamped.moved, isAnchored, deviceAt, newId);
  }
  return restamped.moved.size > 0;
}
