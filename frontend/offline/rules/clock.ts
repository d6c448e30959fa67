import type { StampOrigin } from './intent';

/**
 * A hybrid logical clock: the device's time, anchored to the server's. It never issues the same stamp twice, and
 * never one below what it has issued or received (C1, C11, R8). It is persisted, and shared by all tabs because the
 * transaction that uses the stamp reads and writes it.
 */
export interface ClockState {
  /** The last anchor: to be added to the device's time; 0 until first anchored. */
  readonly offsetMs: number;
  /** The greatest stamp that this device issued. Stored under this name. */
  readonly drawnAt: number;
  /** The greatest stamp that this device received. */
  readonly receivedAt: number;
  /**
   * Stamps up to this are final: they may have left this device, an anchor came after them, or anchored clocks told them.
   * A stamp beyond it may be final too. No stamp is left to move when this is not less than `drawnAt`. Stored under this
   * name.
   */
  readonly sentAt: number;
  /** As `sentAt`, when later stamps are refused: the server took it, or an anchor came after it. Absent before. */
  readonly acceptedAt: number;
}

export const NEW_CLOCK: ClockState = { offsetMs: 0, drawnAt: 0, receivedAt: 0, sentAt: 0, acceptedAt: 0 };

/** C11: when the device's time and the steady clock part by more than this, the clock was set or the device slept. */
export const PARTING_MS = 2_000;

/** R8: what is stamped further ahead of the server's clock, it refuses. */
export const TOLERANCE_MS = 300_000;

/** What the clocks of one process (a tab or a worker) say at one moment. */
export interface ClockReading {
  /** The device's own time. */
  readonly deviceAt: number;
  /** By the steady clock, which nobody can set; from an arbitrary moment of the process. */
  readonly elapsedMs: number;
  /** Readings of the steady clock compare within one process only. */
  readonly processId: string;
  /** The server's time less the device's; null unless the clock is anchored (C11). */
  readonly anchoredOffsetMs: number | null;
}

export interface IssuedStamp {
  readonly occurredAt: number;
  readonly origin: StampOrigin;
  /** The clock after it was issued. */
  readonly clock: ClockState;
}

/** C1: the stamp's time. */
export function issue(clock: ClockState, reading: ClockReading): IssuedStamp {
  const { deviceAt, elapsedMs, processId, anchoredOffsetMs } = reading;
  const offsetMs = anchoredOffsetMs ?? clock.offsetMs;
  const told = Math.round(deviceAt + offsetMs);
  const occurredAt = Math.max(told, clock.drawnAt + 1, clock.receivedAt + 1);
  const anchored = anchoredOffsetMs !== null;
  const origin = { offsetMs, deviceAt, seenAt: clock.receivedAt, elapsedMs, processId, anchored };
  const isFinal = isToldByAnchor(occurredAt, origin) && clock.drawnAt <= clock.sentAt;
  const after = { ...clock, drawnAt: occurredAt, sentAt: isFinal ? occurredAt : clock.sentAt };
  return { occurredAt, origin, clock: after };
}

/** R8: whether a stamp says what an anchored clock told, so that it is final; not so when earlier ones pushed it ahead. */
export function isToldByAnchor(
  occurredAt: number,
  { anchored, deviceAt = occurredAt, offsetMs = 0 }: Partial<StampOrigin>,
): boolean {
  return anchored === true && occurredAt - (deviceAt + offsetMs) <= PARTING_MS;
}

/** The clock after it received a stamp. */
export function receive(clock: ClockState, occurredAt: number): ClockState {
  return occurredAt > clock.receivedAt ? { ...clock, receivedAt: occurredAt } : clock;
}

/** The clock after a stamp may have left this device. */
export function send(clock: ClockState, occurredAt: number): ClockState {
  return occurredAt > clock.sentAt ? { ...clock, sentAt: occurredAt } : clock;
}

/** R8: whether the server refused this whenever it came until its clock told this time. */
export function isRefusedAt(occurredAt: number, serverTime: number): boolean {
  return occurredAt > serverTime + TOLERANCE_MS;
}
