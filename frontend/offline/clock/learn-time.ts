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
  if (!isAnchored && !mayBeRefused) {
    return false;
  }
  const mayMove = mayBeRefused || clock.drawnAt > clock.sentAt;
  const stamps = mayMove ? await readDeviceStamps(transaction) : [];
  const { moved, clock: after } = restamp(stamps, clock, known);
  await writeClock(transaction, after);
  if (moved.size > 0) {
    await moveStamps(transaction, stamps, moved, isAnchored, deviceAt, newId);
  }
  return moved.size > 0;
}
