import { isRefusedAt, offsetToldBy, type ClockReading, type Exchange } from '../rules/clock';
import { restamp, type Knowledge } from '../rules/restamp';
import { readClock, writeClock } from '../storage/settings';
import type { Transaction } from '../storage/tables';
import { readDeviceStamps, moveStamps } from './device-stamps';

/** The reading when an answer came: anchored by that answer if it was quick enough to tell the time (C11). */
export function readingAfter(exchange: Exchange, reading: ClockReading): ClockReading {
  return { ...reading, anchoredOffsetMs: offsetToldBy(exchange) ?? reading.anchoredOffsetMs };
}

/**
 * R8: the only place where stamps are restamped. The device has learnt the time, or that its stamps are too far ahead:
 * the stamps of all accounts and of the guest that are not final move at once.
 *
 * @return whether any stamp moved
 */
export async function learnTime(
  transaction: Transaction,
  known: Knowledge,
  newId: () => string,
): Promise<boolean> {
  const { anchoredOffsetMs, deviceAt } = known.reading;
  const stored = await readClock(transaction);
  const clock = anchoredOffsetMs === null ? stored : { ...stored, offsetMs: anchoredOffsetMs };
  const mayMove =
    (anchoredOffsetMs !== null && clock.hasProvisional) ||
    known.refused.size > 0 ||
    isRefusedAt(clock.sentAt, known.serverTime);
  if (!mayMove) {
    await writeClock(transaction, clock);
    return false;
  }
  const stamps = await readDeviceStamps(transaction);
  const { moved, clock: after } = restamp(stamps, clock, known);
  await writeClock(transaction, after);
  if (moved.size > 0) {
    await moveStamps(transaction, stamps, moved, anchoredOffsetMs !== null, deviceAt, newId);
  }
  return moved.size > 0;
}
