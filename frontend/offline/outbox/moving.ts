import {
  isWronglyDrawn,
  JITTER_MS,
  latestCorrectedAt,
  readings,
  type ClockState,
  type Now,
  type Reading,
  type Stamped,
} from '../rules/clock';
import { compareStamps } from '../rules/intent';

/** What is known of the stamps that were not refused and may have left this device. */
export interface Left {
  /** Of entries that got no verdict yet. */
  readonly sent: readonly number[];
  /** Of what the server took of a lecture. */
  readonly settledOf: (lectureId: string) => readonly number[];
}

export type Candidate = Stamped & { readonly lectureId: string };

export interface Moving<One> {
  /** To be drawn anew. */
  readonly moving: readonly One[];
  /** Own stamps that stay: what was drawn later still comes later. */
  readonly staying: readonly number[];
  /** The latest time for those that move. */
  readonly notAfter: number;
}

/**
 * Which stamps are drawn anew (R8): from the first wrong one on all of them, so that their order is kept; but what
 * was drawn before something that left was looked at when that left, and stays before it. Null when none is wrong.
 *
 * @param refused ids of entries that the server answered CLOCK_AHEAD
 */
export function movingOf<One extends Candidate>(
  stamps: readonly One[],
  now: Now,
  refused: ReadonlySet<string>,
  left: Left,
): Moving<One> | null {
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
  // Earlier ones may be as far ahead and not look wrong, where no answer was quick enough to tell the time, or where
  // the clock has been set right since: left as they are, they would come after those that are drawn anew, or take
  // them along.
  const wouldFollow = ({ stamp: { occurredAt }, notAfter: latest }: Reading<One>) =>
    occurredAt > notAfter - stamps.length || occurredAt > latest + JITTER_MS;
  const followed = [...gone, clock.sentAt].sort((a, b) => a - b);
  const moving = readings(movable, now, notAfter, followed)
    .filter((reading, index) => index >= first || wouldFollow(reading))
    .map(({ stamp }) => stamp);
  const moves = new Set(moving);
  const staying = stamps.filter((stamp) => !moves.has(stamp)).map(({ occurredAt }) => occurredAt);
  return { moving, staying: [...staying, ...gone], notAfter };
}

export function isWrong(stamp: Stamped, clock: ClockState, refused: ReadonlySet<string>): boolean {
  return refused.has(stamp.intentId) || isWronglyDrawn(stamp, clock);
}
