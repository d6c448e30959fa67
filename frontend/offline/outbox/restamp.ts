import {
  isWronglyIssued,
  JITTER_MS,
  latestCorrectedAt,
  clockReadings,
  type ClockState,
  type Now,
  type ClockReading,
  type Stamped,
} from '../rules/clock';
import { compareStamps } from '../rules/intent';

/** What is known of the stamps that were not refused and may have left this device. */
export interface SentStamps {
  /** Of entries that got no verdict yet. */
  readonly sent: readonly number[];
  /** Of what the server took of a lecture. */
  readonly settledOf: (lectureId: string) => readonly number[];
}

export type Candidate = Stamped & { readonly lectureId: string };

export interface Restamp<One> {
  /** Stamps to issue again. */
  readonly restamp: readonly One[];
  /** Own stamps to keep: what was issued later still comes later. */
  readonly keep: readonly number[];
  /** The latest time for the new stamps. */
  readonly notAfter: number;
}

/**
 * Selects the stamps that are issued again (R8): all of them from the first wrong one on, so that their order is kept.
 * Stamps issued before a sent entry were already checked when that entry was sent, so they are kept. Null when no
 * stamp is wrong.
 *
 * @param refused ids of entries that the server answered CLOCK_AHEAD
 */
export function restampOf<One extends Candidate>(
  stamps: readonly One[],
  now: Now,
  refused: ReadonlySet<string>,
  left: SentStamps,
): Restamp<One> | null {
  const { clock, serverTime } = now;
  const leftAt = left.sent.reduce((latest, at) => Math.max(latest, at), 0);
  const mayMove = ({ intentId, occurredAt, lectureId }: One) =>
    refused.has(intentId) || occurredAt > Math.max(leftAt, ...left.settledOf(lectureId));
  const movable = stamps.filter(mayMove).sort(compareStamps);
  const first = movable.findIndex((stamp) => isWrong(stamp, clock, refused));
  if (first < 0) {
    return null;
  }
  const notAfter = latestCorrectedAt(clock, serverTime, stamps.length);
  const lectureIds = new Set(stamps.map(({ lectureId }) => lectureId));
  const gone = [...left.sent, ...[...lectureIds].flatMap(left.settledOf)];
  // Earlier stamps may be as far ahead and not look wrong: no answer was quick enough to tell the time, or the clock
  // has been set right since. If they were kept, they would come after the new stamps, or push those ahead.
  const wouldFollow = ({ stamp: { occurredAt }, notAfter: latest }: ClockReading<One>) =>
    occurredAt > notAfter - stamps.length || occurredAt > latest + JITTER_MS;
  const followed = [...gone, clock.sentAt].sort((a, b) => a - b);
  const restamp = clockReadings(movable, now, notAfter, followed)
    .filter((reading, index) => index >= first || wouldFollow(reading))
    .map(({ stamp }) => stamp);
  const moves = new Set(restamp);
  const keep = stamps.filter((stamp) => !moves.has(stamp)).map(({ occurredAt }) => occurredAt);
  return { restamp, keep: [...keep, ...gone], notAfter };
}

export function isWrong(stamp: Stamped, clock: ClockState, refused: ReadonlySet<string>): boolean {
  return refused.has(stamp.intentId) || isWronglyIssued(stamp, clock);
}
