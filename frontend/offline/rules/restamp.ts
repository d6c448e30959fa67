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
  /** The reading when the answer came. Where it is not anchored, only this is known: all stamps were issued before. */
  readonly reading: ClockReading;
  /** The server's clock is not beyond this now: the answer may have been long on its way. */
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
  const { deviceAt: readAt, anchoredOffsetMs } = known.reading;
  // The server's time at the reading, where that is known.
  const now = anchoredOffsetMs === null ? null : Math.round(readAt + anchoredOffsetMs);
  const isRefused = ({ intentId, sent, occurredAt }: One) =>
    known.refused?.has(intentId) === true || (sent && isRefusedAt(occurredAt, known.serverTime));
  // What R13.4 offers again may be another device's: it says nothing of the order in which this one issued its stamps.
  const isAgain = ({ sent, deviceAt }: One) => sent && deviceAt === undefined;
  const ordered = stamps.toSorted(compareStamps).filter((stamp) => isRefused(stamp) || !isAgain(stamp));
  const left = ordered.filter((stamp) => stamp.sent && !isRefused(stamp));
  const finalAt = ordered.some(isRefused)
    ? Math.max(clock.acceptedAt, ...left.map(({ occurredAt }) => occurredAt))
    : clock.sentAt;
  // Forwards: what is final before each.
  let after = finalAt;
  const bounded = ordered.map((stamp) => {
    const isFinal =
      !isRefused(stamp) &&
      (stamp.sent ||
        isToldByAnchor(stamp.occurredAt, stamp) ||
        stamp.occurredAt <= finalAt ||
        stamp.offsetMs === undefined); // The first version of the app did not store every origin.
    const before = Math.max(after, stamp.seenAt ?? 0);
    after = isFinal ? Math.max(after, stamp.occurredAt) : after;
    return { stamp, isFinal, before };
  });
  // Backwards: each is before what came later, as far as that is known.
  const last = ordered.slice(bounded.findLastIndex(({ isFinal }) => isFinal) + 1);
  let latest = latestOf(last, now ?? known.serverTime, after);
  let room = latest;
  const wanted = bounded.toReversed().map(({ stamp, isFinal, before }) => {
    if (isFinal) {
      latest = stamp.occurredAt - 1;
      room = latest;
      return { stamp, at: stamp.occurredAt, notAfter: stamp.occurredAt };
    }
    const moment = momentOf(stamp, known.reading, now, before, latest);
    const at = Math.min(moment.at, latest);
    latest = moment.isKnown ? at - 1 : latest;
    return { stamp, at, notAfter: room-- };
  });
  // Forwards: each comes after what was before it. Both sequences rise strictly, so their minimum does: the order is kept.
  const moved = new Map<One, number>();
  let drawnAt = finalAt;
  for (const { stamp, at, notAfter } of wanted.toReversed()) {
    const occurredAt = Math.min(Math.max(at, (stamp.seenAt ?? 0) + 1, drawnAt + 1), notAfter);
    if (occurredAt !== stamp.occurredAt) {
      moved.set(stamp, occurredAt);
    }
    drawnAt = Math.max(drawnAt, occurredAt);
  }
  // R8.3: what an anchor came after stays final when a later stamp is refused.
  const acceptedAt = now === null ? clock.acceptedAt : Math.max(clock.acceptedAt, drawnAt);
  return { moved, clock: { ...clock, drawnAt, sentAt: now === null ? finalAt : drawnAt, acceptedAt } };
}

/** Now, or what lets the last stamps follow every earlier one that the server takes. */
function latestOf(stamps: readonly DeviceStamp[], now: number, after: number): number {
  const followed = Math.max(after, ...stamps.map(({ seenAt = 0 }) => seenAt));
  return isRefusedAt(followed, now) ? now + SAFELY_AHEAD_MS : Math.max(now, followed + stamps.length);
}

/**
 * When a stamp was issued. In the reading's process the steady clock tells the latest moment; the device may have slept
 * since, and the steady clock stopped. What the clock told then decides, if that is possible; else the device's clock, if
 * it went on more than the steady one; else the steady clock. Of another process the device's clock tells it, unless that
 * contradicts the neighbours. What nobody tells was issued when the clock said then.
 */
function momentOf(
  stamp: DeviceStamp,
  reading: ClockReading,
  now: number | null,
  after: number,
  latest: number,
): { readonly at: number; readonly isKnown: boolean } {
  const deviceAt = deviceTimeOf(stamp);
  const told = Math.round(deviceAt + (stamp.offsetMs ?? 0));
  // A stamp that earlier ones pushed far ahead tells nothing.
  const issuedAt = stamp.occurredAt - told > PARTING_MS ? told : stamp.occurredAt;
  if (now === null || stamp.anchored === true) {
    return { at: issuedAt, isKnown: stamp.anchored === true };
  }
  const isOfProcess = stamp.processId === reading.processId && stamp.elapsedMs !== undefined;
  const deviceAgoMs = reading.deviceAt - deviceAt;
  const steadyAgoMs = isOfProcess ? reading.elapsedMs - (stamp.elapsedMs ?? 0) : deviceAgoMs;
  const earliest = now - Math.max(deviceAgoMs, steadyAgoMs);
  const isKnown = isOfProcess || (earliest > after - PARTING_MS && earliest <= latest + PARTING_MS);
  // Where the clock was set back since, nothing tells how long the device slept.
  const since = deviceAgoMs < steadyAgoMs - PARTING_MS ? after : earliest;
  const isNear = issuedAt >= since - KNOWN_TO_MS && issuedAt <= now - steadyAgoMs + KNOWN_TO_MS;
  // The device slept, unless that contradicts what came before: then its clock was set ahead.
  const knownAt = earliest > after - PARTING_MS ? earliest : now - steadyAgoMs;
  return { at: isNear || !isKnown ? issuedAt : knownAt, isKnown };
}

/** The device's time when a stamp was issued. The first version of the app told only how far the clock was ahead. */
export function deviceTimeOf({ occurredAt, offsetMs = 0, deviceAt }: Stamp & Partial<StampOrigin>): number {
  return deviceAt ?? occurredAt - offsetMs;
}
