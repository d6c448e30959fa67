import { isWronglyDrawn, latestCorrectedAt, type ClockState, type Stamped } from '../rules/clock';
import { compareStamps, type Stamp } from '../rules/intent';

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
 * @param clock as it is now, which is thought to be right
 * @param serverTime the server's, or what the anchored clock says it is
 * @param refused ids of entries that the server answered CLOCK_AHEAD
 */
export function movingOf<One extends Candidate>(
  stamps: readonly One[],
  clock: ClockState,
  serverTime: number,
  refused: ReadonlySet<string>,
  left: Left,
): Moving<One> | null {
  const leftAt = left.sent.reduce((latest, at) => Math.max(latest, at), 0);
  const mayMove = ({ intentId, occurredAt, lectureId }: One) =>
    refused.has(intentId) || occurredAt > Math.max(leftAt, ...left.settledOf(lectureId));
  const first = stamps
    .filter((stamp) => mayMove(stamp) && isWrong(stamp, clock, refused))
    .reduce<Stamp | null>(
      (least, one) => (least === null || compareStamps(one, least) < 0 ? one : least),
      null,
    );
  if (first === null) {
    return null;
  }
  const notAfter = latestCorrectedAt(clock, serverTime, stamps.length);
  // Where no answer was quick enough to tell the time, earlier ones may be as far ahead and not look wrong:
  // left as they are, they would come after those that are drawn anew.
  const wouldFollow = ({ occurredAt }: One) => occurredAt > notAfter - stamps.length;
  const moves = (stamp: One) => mayMove(stamp) && (compareStamps(stamp, first) >= 0 || wouldFollow(stamp));
  const lectureIds = new Set(stamps.map(({ lectureId }) => lectureId));
  const staying = [
    ...stamps.filter((stamp) => !moves(stamp)).map(({ occurredAt }) => occurredAt),
    ...left.sent,
    ...[...lectureIds].flatMap(left.settledOf),
  ];
  return { moving: stamps.filter(moves), staying, notAfter };
}

export function isWrong(stamp: Stamped, clock: ClockState, refused: ReadonlySet<string>): boolean {
  return refused.has(stamp.intentId) || isWronglyDrawn(stamp, clock);
}
