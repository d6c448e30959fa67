import { compareIntents, type OutboxEntry } from './intent';

/**
 * A hybrid logical clock: the device's time, anchored to the server's, that never gives the same
 * stamp twice and never one below what it has given or seen (C1, C11, R8). Persisted, and shared by
 * all tabs because it is read and written inside the transaction that uses the stamp.
 */
export interface ClockState {
  /** To be added to the device's time; 0 until first anchored. */
  readonly offsetMs: number;
  /** The greatest stamp that this device drew. */
  readonly drawnAt: number;
  /** The greatest stamp that this device received. */
  readonly receivedAt: number;
}

export const NEW_CLOCK: ClockState = { offsetMs: 0, drawnAt: 0, receivedAt: 0 };

/** C11: the server's time is known to half of the round trip, so only short ones anchor. */
export const LONGEST_ANCHORING_ROUND_TRIP_MS = 2_000;

/** A change of offset below this is the network's jitter, and no reason to correct stamps. */
export const JITTER_MS = 5_000;

/** How far ahead of the server's clock a corrected stamp may be: within R8's five minutes, with room. */
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

/** C1: the stamp's time and the clock after it was drawn. */
export function draw(clock: ClockState, deviceTime: number): { occurredAt: number; clock: ClockState } {
  const occurredAt = Math.max(timeBy(clock, deviceTime), clock.drawnAt + 1, clock.receivedAt + 1);
  return { occurredAt, clock: { ...clock, drawnAt: occurredAt } };
}

/** C11: the clock after an answer; the same when the round trip was too long, or time ran backwards. */
export function anchor(clock: ClockState, { sentAt, answeredAt, serverTime }: Exchange): ClockState {
  const roundTripMs = answeredAt - sentAt;
  if (roundTripMs < 0 || roundTripMs > LONGEST_ANCHORING_ROUND_TRIP_MS) {
    return clock;
  }
  return { ...clock, offsetMs: Math.round(serverTime - (sentAt + roundTripMs / 2)) };
}

/** The clock after having seen a stamp. */
export function witness(clock: ClockState, occurredAt: number): ClockState {
  return occurredAt > clock.receivedAt ? { ...clock, receivedAt: occurredAt } : clock;
}

/** The clock, freed of stamps from the future that it drew while it was wrong. */
export function rewind(clock: ClockState, notAfter: number): ClockState {
  return clock.drawnAt > notAfter ? { ...clock, drawnAt: notAfter } : clock;
}

/**
 * The latest time for corrected stamps: the server's, or what lets them follow every stamp received. Not
 * beyond what the server takes, though: a stamp from its own wrong past must not hold them back for ever.
 */
export function latestCorrectedAt({ receivedAt }: ClockState, serverTime: number, count: number): number {
  return Math.max(serverTime, Math.min(receivedAt + count, serverTime + SAFELY_AHEAD_MS));
}

export interface Correction {
  readonly from: OutboxEntry;
  /** The same intent under a new id and stamp, never sent. */
  readonly to: OutboxEntry;
}

/**
 * R8: new stamps for entries that were refused or never sent: moved by as much as the clock was wrong
 * when they were drawn, in the same order, none after `notAfter`.
 *
 * @param newIds one for each entry
 */
export function correctStamps(
  entries: readonly OutboxEntry[],
  offsetMs: number,
  notAfter: number,
  newIds: readonly string[],
): Correction[] {
  const ordered = [...entries].sort(compareIntents);
  let previousAt = Number.NEGATIVE_INFINITY;
  return ordered.map((from, index) => {
    const moved = Math.max(from.occurredAt + (offsetMs - from.offsetMs), previousAt + 1);
    previousAt = moved;
    // Both sequences rise strictly, so their minimum does: the order is kept.
    const occurredAt = Math.min(moved, notAfter - (ordered.length - 1 - index));
    const id = newIds[index] ?? from.id;
    return { from, to: { ...from, id, occurredAt, offsetMs, sent: false, parked: null } };
  });
}
