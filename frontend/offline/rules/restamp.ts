import { isRefusedAt, isToldByAnchor, PARTING_MS, type ClockReading, type ClockState } from './clock';
import { compareStamps, type Stamp, type StampOrigin } from './intent';

/**
 * R8, the invariant: a stamp is final when an anchored clock issued it or it left this device; any other stamp moves
 * once, when the next anchor arrives, to what that anchor tells for its moment, and stays between its neighbours.
 */

/** A restamped time is less than this from what the anchor tells. A stamp this close to it stays. */
const KNOWN_TO_MS = 1_000;

/** How far ahead of the server's time a stamp is that follows one beyond R8's five minutes: with room. */
const SAFELY_AHEAD_MS = 240_000;

/** A stamp of this device, whichever account or guest it is of, that the server has not judged. */
export interface DeviceStamp extends Stamp, Partial<StampOrigin> {
  /** Whether it may have left this device. */
  readonly sent: boolean;
}

/** What is known of the time when stamps are restamped. */
export interface Knowledge {
  /** When the answer came; anchored, or nothing is known but that the stamps were issued before. */
  readonly reading: ClockReading;
  /** As the answer told it. */
  readonly serverTime: number;
  /** Ids that the server answered CLOCK_AHEAD. */
  readonly refused: ReadonlySet<string>;
}

export interface Restamped<One> {
  /** The new time of each stamp that moves. */
  readonly moved: ReadonlyMap<One, number>;
  readonly clock: ClockState;
}

/** The one restamping: from the stamps of a device, in any order, and what is known of the time. */
export function restamp<One extends DeviceStamp>(
  stamps: readonly One[],
  clock: ClockState,
  known: Knowledge,
): Restamped<One> {
  const isRefused = ({ intentId, sent, occurredAt }: One) =>
    known.refused.has(intentId) || (sent && isRefusedAt(occurredAt, known.serverTime));
  const left = stamps.filter((stamp) => stamp.sent && !isRefused(stamp)).map(({ occurredAt }) => occurredAt);
  const finalAt = stamps.some(isRefused) ? Math.max(clock.acceptedAt, ...left) : clock.sentAt;
  const isFinal = (stamp: One) =>
    !isRefused(stamp) &&
    (stamp.sent ||
      isToldByAnchor(stamp.occurredAt, stamp) ||
      stamp.occurredAt <= finalAt ||
      stamp.offsetMs === undefined); // The first version of the app did not store all origins.

  const moved = new Map<One, number>();
  let drawnAt = finalAt;
  let between: One[] = [];
  const place = (notAfter: number | null) => {
    placed(between, drawnAt, notAfter, known).forEach((occurredAt, index) => {
      const stamp = between[index];
      if (stamp !== undefined && stamp.occurredAt !== occurredAt) {
        moved.set(stamp, occurredAt);
      }
      drawnAt = Math.max(drawnAt, occurredAt);
    });
    between = [];
  };
  for (const stamp of stamps.toSorted(compareStamps)) {
    if (isFinal(stamp)) {
      place(stamp.occurredAt - 1);
      drawnAt = Math.max(drawnAt, stamp.occurredAt);
    } else {
      between.push(stamp);
    }
  }
  place(null);

  const isAnchored = known.reading.anchoredOffsetMs !== null;
  const after = isAnchored ? { sentAt: drawnAt, hasProvisional: false } : { sentAt: finalAt };
  return { moved, clock: { ...clock, drawnAt, ...after } };
}

/**
 * The times of stamps that move together between two final ones: in their order, each as near to what is known of its
 * moment as its neighbours and what had been received before it allow.
 *
 * @param notBefore the final stamp before them
 * @param before the latest time up to the final stamp after them; null when there is none
 */
function placed(
  stamps: readonly DeviceStamp[],
  notBefore: number,
  before: number | null,
  known: Knowledge,
): number[] {
  const notAfter = before ?? latestFor(stamps, notBefore, known);
  let latest = notAfter;
  const wanted = stamps.toReversed().map((stamp) => {
    const { at, isKnown } = momentOf(stamp, known.reading, Math.max(notBefore, stamp.seenAt ?? 0), latest);
    const wantedAt = Math.min(at, latest);
    latest = isKnown ? wantedAt : latest;
    return wantedAt;
  });
  let previousAt = notBefore;
  return wanted.toReversed().map((at, index) => {
    previousAt = Math.max(at, (stamps[index]?.seenAt ?? 0) + 1, previousAt + 1);
    // Both sequences rise strictly, so their minimum does: the order is kept.
    return Math.min(previousAt, notAfter - (stamps.length - 1 - index));
  });
}

/** The latest time for the last stamps: now, or what lets them follow every stamp before them that the server takes. */
function latestFor(stamps: readonly DeviceStamp[], notBefore: number, known: Knowledge): number {
  const now = nowBy(known.reading) ?? known.serverTime;
  const followed = stamps.reduce((greatest, { seenAt = 0 }) => Math.max(greatest, seenAt), notBefore);
  return isRefusedAt(followed, now) ? now + SAFELY_AHEAD_MS : Math.max(now, followed + stamps.length);
}

/**
 * When the stamp was issued, as far as the reading tells. In the same process the steady clock tells it, and the
 * device's clock where the steady clock stopped while the device slept: then the stamp's own time decides whether the
 * device slept or its clock was set ahead. Across processes the device's clock is taken for undisturbed, unless that
 * contradicts the neighbours. What nothing tells is left as the clock told it then.
 */
function momentOf(
  stamp: DeviceStamp,
  reading: ClockReading,
  notBefore: number,
  latest: number,
): { readonly at: number; readonly isKnown: boolean } {
  const deviceAt = deviceTimeOf(stamp);
  const told = deviceAt + (stamp.offsetMs ?? 0);
  // A stamp that was pushed far ahead of what the clock told says nothing.
  const issuedAt = stamp.occurredAt - told > PARTING_MS ? told : stamp.occurredAt;
  if (stamp.anchored === true) {
    return { at: Math.round(told), isKnown: true };
  }
  const now = nowBy(reading);
  if (now === null) {
    return { at: issuedAt, isKnown: false };
  }
  const isSameProcess = stamp.processId === reading.processId && stamp.elapsedMs !== undefined;
  const deviceAgoMs = reading.deviceAt - deviceAt;
  const steadyAgoMs = isSameProcess ? reading.elapsedMs - (stamp.elapsedMs ?? 0) : deviceAgoMs;
  const earliest = now - Math.max(deviceAgoMs, steadyAgoMs);
  const isKnown = isSameProcess || (earliest > notBefore - PARTING_MS && earliest <= latest + PARTING_MS);
  const isNear = issuedAt >= earliest - KNOWN_TO_MS && issuedAt <= now - steadyAgoMs + KNOWN_TO_MS;
  return { at: isNear || !isKnown ? issuedAt : Math.round(earliest), isKnown };
}

/** The server's time at an anchored reading; null when it is not anchored. */
function nowBy({ deviceAt, anchoredOffsetMs }: ClockReading): number | null {
  return anchoredOffsetMs === null ? null : Math.round(deviceAt + anchoredOffsetMs);
}

/** The device's time when the stamp was issued. The first version of the app told only how far the clock was ahead. */
export function deviceTimeOf({ occurredAt, offsetMs = 0, deviceAt }: Stamp & Partial<StampOrigin>): number {
  return deviceAt ?? occurredAt - offsetMs;
}
