import { compareStamps, type StampOrigin, type Stamp } from './intent';

/**
 * A hybrid logical clock: the device's time, anchored to the server's. It never issues the same stamp twice, and
 * never one below what it has issued or received (C1, C11, R8). It is persisted, and shared by all tabs because the
 * transaction that uses the stamp reads and writes it.
 */
export interface ClockState {
  /** To be added to the device's time; 0 until first anchored. */
  readonly offsetMs: number;
  /** The greatest stamp that this device issued. Stored under this name. */
  readonly drawnAt: number;
  /** The greatest stamp that this device received. */
  readonly receivedAt: number;
  /** The greatest stamp that may have left this device and was not refused. */
  readonly sentAt: number;
}

export const NEW_CLOCK: ClockState = { offsetMs: 0, drawnAt: 0, receivedAt: 0, sentAt: 0 };

/** C11: the server's time is known to half of the round trip, so only short ones anchor. */
export const LONGEST_ANCHORING_ROUND_TRIP_MS = 2_000;

/** A change of offset below this is the network's jitter, and no reason to correct stamps. */
export const JITTER_MS = 5_000;

/** R8: what is stamped further ahead of the server's clock, it refuses. */
export const TOLERANCE_MS = 300_000;

/** How far ahead of the server's clock a corrected stamp is that follows one beyond R8's five minutes: with room. */
export const SAFELY_AHEAD_MS = 240_000;

export interface Exchange {
  /** The device's time when the request left. */
  readonly sentAt: number;
  /** The device's time when the answer was there. */
  readonly answeredAt: number;
  readonly serverTime: number;
}

/** The present time by the anchored clock, which is not a stamp: it may stand still or go back. */
export function timeBy(clock: ClockState, deviceTime: number): number {
  return Math.round(deviceTime + clock.offsetMs);
}

export interface IssuedStamp {
  readonly occurredAt: number;
  readonly origin: StampOrigin;
  /** The clock after it was issued. */
  readonly clock: ClockState;
}

/** C1: the stamp's time. */
export function issue(clock: ClockState, deviceTime: number): IssuedStamp {
  const { offsetMs, drawnAt, receivedAt } = clock;
  const occurredAt = Math.max(timeBy(clock, deviceTime), drawnAt + 1, receivedAt + 1);
  return {
    occurredAt,
    origin: { offsetMs, deviceAt: deviceTime, seenAt: receivedAt },
    clock: { ...clock, drawnAt: occurredAt },
  };
}

/** Whether an exchange took so little time that its answer tells the time (C11). */
export function tellsTime({ sentAt, answeredAt }: Exchange): boolean {
  const roundTripMs = answeredAt - sentAt;
  return roundTripMs >= 0 && roundTripMs <= LONGEST_ANCHORING_ROUND_TRIP_MS;
}

/** C11: the clock after an answer; the same when the round trip was too long, or time ran backwards. */
export function anchor(clock: ClockState, exchange: Exchange): ClockState {
  if (!tellsTime(exchange)) {
    return clock;
  }
  const { sentAt, answeredAt, serverTime } = exchange;
  return { ...clock, offsetMs: Math.round(serverTime - (sentAt + answeredAt) / 2) };
}

/** The clock after it received a stamp. */
export function receive(clock: ClockState, occurredAt: number): ClockState {
  return occurredAt > clock.receivedAt ? { ...clock, receivedAt: occurredAt } : clock;
}

/** The clock after a stamp may have left this device. */
export function send(clock: ClockState, occurredAt: number): ClockState {
  return occurredAt > clock.sentAt ? { ...clock, sentAt: occurredAt } : clock;
}

/**
 * The clock, freed of stamps from the future that it issued while it was wrong.
 *
 * @param notAfter no stamp after this is in use any more
 */
export function rewind(clock: ClockState, notAfter: number): ClockState {
  return clock.drawnAt > notAfter ? { ...clock, drawnAt: notAfter } : clock;
}

/** The clock after it issued a stamp again: what it issues from now on comes after that. */
export function reissued(clock: ClockState, occurredAt: number): ClockState {
  return occurredAt > clock.drawnAt ? { ...clock, drawnAt: occurredAt } : clock;
}

/**
 * The latest time for corrected stamps: the server's, or what lets them follow every stamp received or
 * sent that the server takes. One that it does not, from its own wrong past, must not hold them back for ever.
 */
export function latestCorrectedAt(clock: ClockState, serverTime: number, count: number): number {
  const past = Math.max(clock.receivedAt, clock.sentAt);
  const followed = isRefusedAt(past, serverTime) ? serverTime + SAFELY_AHEAD_MS : past + count;
  return Math.max(serverTime, followed);
}

/** R8: whether the server refused this whenever it came until its clock told this time. */
export function isRefusedAt(occurredAt: number, serverTime: number): boolean {
  return occurredAt > serverTime + TOLERANCE_MS;
}

/** A stamp with its origin. */
export type Stamped = Stamp & Partial<StampOrigin>;

/**
 * Whether the clock was wrong when an unsent stamp was issued: set otherwise than now, or far ahead of
 * the time that it tells, because it had issued stamps from the future before.
 */
export function isWronglyIssued(stamp: Stamped, clock: ClockState): boolean {
  const { offsetMs, deviceAt, seenAt } = originOf(stamp);
  const mayBe = Math.max(deviceAt + clock.offsetMs, seenAt, clock.sentAt);
  return Math.abs(clock.offsetMs - offsetMs) > JITTER_MS || stamp.occurredAt > mayBe + JITTER_MS;
}

/** What time it is, as far as this device knows. */
export interface Now {
  readonly clock: ClockState;
  /** The server's, or what the anchored clock says that it is. */
  readonly serverTime: number;
  /** Whether the clock is known to be right: just anchored, or trusted since it was (C11). */
  readonly isTrusted: boolean;
}

/**
 * R8: new times for stamps that were refused or never sent: what a right clock would have told when they
 * were issued, in the same order, after all that they had to follow, none after `notAfter`. What was issued
 * after a stamp that stays as it is still comes after it.
 *
 * @param keep this device's own stamps that are kept, as far as they are known, beside the clock's `sentAt`
 */
export function correctedTimes<One extends Stamped>(
  stamps: readonly One[],
  now: Pick<Now, 'clock' | 'isTrusted'>,
  notAfter: number,
  keep: readonly number[] = [],
): ReadonlyMap<One, number> {
  const ordered = [...stamps].sort(compareStamps);
  const followed = [...keep, now.clock.sentAt].sort((a, b) => a - b);
  let previousAt = Number.NEGATIVE_INFINITY;
  return new Map(
    clockReadings(ordered, now, notAfter, followed).map(({ stamp, at, notBefore }, index) => {
      previousAt = Math.max(at, notBefore, previousAt + 1);
      // Both sequences rise strictly, so their minimum does: the order is kept.
      return [stamp, Math.min(previousAt, notAfter - (ordered.length - 1 - index))];
    }),
  );
}

/** When something happened, as far as clocks tell. */
export interface ClockReading<One> {
  readonly stamp: One;
  readonly at: number;
  /** What it had to follow was before this. */
  readonly notBefore: number;
  /** It had happened by then: what came after it says so. */
  readonly notAfter: number;
}

/**
 * What the clock as it is set now tells for the moments of stamps. Where that is later than what it tells for
 * something that came after, the device's clock was set in between, and the earlier moment is the one that it
 * cannot tell: the stamp says what the clock told then, and what came after bounds it. What a clock tells that may be
 * wrong bounds nothing; nor does what is before all that had been received or sent by then: a clock without power
 * begins in 1970.
 *
 * @param ordered in the order in which they were issued
 * @param followed rising; this device's own stamps that are kept
 */
export function clockReadings<One extends Stamped>(
  ordered: readonly One[],
  { clock, isTrusted }: Pick<Now, 'clock' | 'isTrusted'>,
  notAfter: number,
  followed: readonly number[],
): ReadonlyArray<ClockReading<One>> {
  let latest = notAfter;
  const backwards = ordered.toReversed().map((stamp) => {
    const { deviceAt, seenAt } = originOf(stamp);
    const before = followed.findLast((at) => at < stamp.occurredAt) ?? 0;
    const notBefore = Math.max(seenAt, before) + 1;
    const told = deviceAt + clock.offsetMs;
    const wasSet = isTrusted && told > latest + JITTER_MS;
    const reading = {
      stamp,
      at: Math.min(wasSet ? stamp.occurredAt : told, latest),
      notBefore,
      notAfter: latest,
    };
    latest = isTrusted && told >= notBefore && told <= latest ? told : latest;
    return reading;
  });
  return backwards.toReversed();
}

/** What the first version of the app wrote says no more than how far the clock was set ahead. */
function originOf({ occurredAt, offsetMs = 0, deviceAt, seenAt }: Stamped): Required<StampOrigin> {
  return { offsetMs, deviceAt: deviceAt ?? occurredAt - offsetMs, seenAt: seenAt ?? 0 };
}
