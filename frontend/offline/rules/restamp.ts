import { isRefusedAt, isToldByAnchor, PARTING_MS, type ClockReading, type ClockState } from './clock';
import { compareStamps, type Stamp, type StampOrigin } from './intent';

/** A stamp this close to what an anchor tells for its moment stays. */
const KNOWN_TO_MS = 1_000;

/** How far ahead of the server's time a stamp is that follows one beyond R8's five minutes: with room. */
const SAFELY_AHEAD_MS = 240_000;

/** A stamp of this device, of any account or the guest, that the server has not judged. */
export interface DeviceStamp extends Stamp, Partial<StampOrigin> {
  /** Whether it may have left this device. */
  readonly sent: boolean;
}

/** What an answer tells of the time. */
export interface Knowledge {
  /** As the answer came. Where it is not anchored, nothing is known but that all stamps were issued before. */
  readonly reading: ClockReading;
  readonly serverTime: number;
  /** Ids that were answered CLOCK_AHEAD; none by default. */
  readonly refused?: ReadonlySet<string>;
}

/**
 * R8: a stamp is final when an anchored clock told it or it left this device; any other moves once, at the next anchor,
 * to what that anchor tells for its moment, in its place between the final ones. Stamps that were refused move as well.
 *
 * @return the new times of the stamps that move, and the clock from then on
 */
export function restamp<One extends DeviceStamp>(
  stamps: readonly One[],
  clock: ClockState,
  known: Knowledge,
): { readonly moved: ReadonlyMap<One, number>; readonly clock: ClockState } {
  const isRefused = ({ intentId, sent, occurredAt }: One) =>
    known.refused?.has(intentId) === true || (sent && isRefusedAt(occurredAt, known.serverTime));
  // What R13.4 offers again may be another device's: it says nothing of the order in which this one issued its stamps.
  const isAgain = ({ sent, deviceAt }: One) => sent && deviceAt === undefined;
  const left = stamps
    .filter((stamp) => stamp.sent && !isAgain(stamp) && !isRefused(stamp))
    .map(({ occurredAt }) => occurredAt);
  const finalAt = stamps.some(isRefused) ? Math.max(clock.acceptedAt, ...left) : clock.sentAt;
  const isFinal = (stamp: One) =>
    stamp.sent ||
    isToldByAnchor(stamp.occurredAt, stamp) ||
    stamp.occurredAt <= finalAt ||
    stamp.offsetMs === undefined; // The first version of the app did not store every origin.

  const moved = new Map<One, number>();
  let drawnAt = finalAt;
  let between: One[] = [];
  const place = (notAfter: number) => {
    for (const [stamp, occurredAt] of placed(between, known, drawnAt, notAfter)) {
      drawnAt = Math.max(drawnAt, occurredAt);
      if (occurredAt !== stamp.occurredAt) {
        moved.set(stamp, occurredAt);
      }
    }
    between = [];
  };
  for (const stamp of stamps.toSorted(compareStamps)) {
    if (isRefused(stamp) || !isFinal(stamp)) {
      between.push(stamp);
    } else if (!isAgain(stamp)) {
      place(stamp.occurredAt - 1);
      drawnAt = Math.max(drawnAt, stamp.occurredAt);
    }
  }
  place(latestOf(between, known, drawnAt));
  const isAnchored = known.reading.anchoredOffsetMs !== null;
  // R8.3: what an anchor came after stays final when a later stamp is refused.
  const after = isAnchored
    ? { sentAt: drawnAt, acceptedAt: Math.max(clock.acceptedAt, drawnAt), hasProvisional: false }
    : { sentAt: finalAt };
  return { moved, clock: { ...clock, drawnAt, ...after } };
}

/** Now, or what lets the stamps follow every earlier one that the server takes. */
function latestOf(stamps: readonly DeviceStamp[], known: Knowledge, after: number): number {
  const now = nowBy(known.reading) ?? known.serverTime;
  const followed = Math.max(after, ...stamps.map(({ seenAt = 0 }) => seenAt));
  return isRefusedAt(followed, now) ? now + SAFELY_AHEAD_MS : Math.max(now, followed + stamps.length);
}

/** The times of stamps between two final ones: in their order, each after what had been received before it. */
function placed<One extends DeviceStamp>(
  stamps: readonly One[],
  { reading }: Knowledge,
  after: number,
  notAfter: number,
): Map<One, number> {
  let latest = notAfter;
  const wanted = stamps.toReversed().map((stamp) => {
    const { at, isKnown } = momentOf(stamp, reading, Math.max(after, stamp.seenAt ?? 0), latest);
    const wantedAt = Math.min(at, latest);
    latest = isKnown ? wantedAt - 1 : latest;
    return { stamp, wantedAt };
  });
  let previousAt = after;
  const times = wanted.toReversed().map(({ stamp, wantedAt }, index) => {
    previousAt = Math.max(wantedAt, (stamp.seenAt ?? 0) + 1, previousAt + 1);
    // Both sequences rise strictly, so their minimum does: the order is kept.
    return [stamp, Math.min(previousAt, notAfter - (stamps.length - 1 - index))] as const;
  });
  return new Map(times);
}

/**
 * When a stamp was issued. In the reading's process the steady clock tells it, or the device's clock where the device
 * slept meanwhile and the steady clock stopped. Of another process the device's clock tells it, unless that contradicts
 * the neighbours. What nobody tells was issued when the clock said then.
 */
function momentOf(
  stamp: DeviceStamp,
  reading: ClockReading,
  after: number,
  latest: number,
): { readonly at: number; readonly isKnown: boolean } {
  const deviceAt = deviceTimeOf(stamp);
  const told = Math.round(deviceAt + (stamp.offsetMs ?? 0));
  // A stamp that earlier ones pushed far ahead tells nothing.
  const issuedAt = stamp.occurredAt - told > PARTING_MS ? told : stamp.occurredAt;
  const now = nowBy(reading);
  if (now === null || stamp.anchored === true) {
    return { at: issuedAt, isKnown: stamp.anchored === true };
  }
  const isOfProcess = stamp.processId === reading.processId && stamp.elapsedMs !== undefined;
  const deviceAgoMs = reading.deviceAt - deviceAt;
  const steadyAgoMs = isOfProcess ? reading.elapsedMs - (stamp.elapsedMs ?? 0) : deviceAgoMs;
  const earliest = now - Math.max(deviceAgoMs, steadyAgoMs);
  const isKnown = isOfProcess || (earliest > after - PARTING_MS && earliest <= latest + PARTING_MS);
  const isNear = issuedAt >= earliest - KNOWN_TO_MS && issuedAt <= now - steadyAgoMs + KNOWN_TO_MS;
  // The device slept, unless that contradicts what came before: then its clock was set ahead.
  const knownAt = earliest > after - PARTING_MS ? earliest : now - steadyAgoMs;
  return { at: isNear || !isKnown ? issuedAt : knownAt, isKnown };
}

/** The server's time at an anchored reading; null where it is not anchored. */
function nowBy({ deviceAt, anchoredOffsetMs }: ClockReading): number | null {
  return anchoredOffsetMs === null ? null : Math.round(deviceAt + anchoredOffsetMs);
}

/** The device's time when a stamp was issued. The first version of the app told only how far the clock was ahead. */
export function deviceTimeOf({ occurredAt, offsetMs = 0, deviceAt }: Stamp & Partial<StampOrigin>): number {
  return deviceAt ?? occurredAt - offsetMs;
}
