/**
 * The places of a lecture that the listener left, so that none that was heard is lost: a slip of the finger, a jump, or
 * another device that went on. They stay on this device.
 */
import { isSamePlace } from './same-place';

/** Why the listener is no longer there. */
export type PlaceCause =
  /** The listener jumped away from it. */
  | 'jump'
  /** Another device moved the position; or it was that device's place, and this one moved on. */
  | 'other-device'
  /** The listener went back to an earlier place. */
  | 'restored'
  /** The account took over what was heard without one, or had been elsewhere when it did. */
  | 'guest';

/** What the listener does to the position, as far as the place that is left is concerned. */
export interface LeftPlace {
  readonly positionMs: number;
  readonly cause: PlaceCause;
  /** Where the listener is instead. */
  readonly toMs: number;
  /** The other device whose place it was; absent for one of this device's. */
  readonly deviceId?: string;
}

export interface EarlierPlace extends LeftPlace {
  /** When it was left, as stamps have it. */
  readonly leftAt: number;
}

export const MAX_PLACES = 10;

/** No lecture is heard faster. */
const FASTEST = 3;

/** @param places newest first; so is what is returned, with one entry for each place */
export function withPlace(places: readonly EarlierPlace[], left: EarlierPlace): readonly EarlierPlace[] {
  const others = places.filter(
    (one) => !isSamePlace(one.positionMs, left.positionMs) && !isGoneOnFrom(one, left),
  );
  return [left, ...others].slice(0, MAX_PLACES);
}

/** Both lists in the order in which the places were left. */
export function mergedPlaces(
  some: readonly EarlierPlace[],
  others: readonly EarlierPlace[],
): readonly EarlierPlace[] {
  return [...some, ...others]
    .sort((a, b) => a.leftAt - b.leftAt)
    .reduce<readonly EarlierPlace[]>(withPlace, []);
}

/** While two devices play at once, each new position of one is its last one, a little later. */
function isGoneOnFrom(one: EarlierPlace, left: EarlierPlace): boolean {
  const movedMs = left.positionMs - one.positionMs;
  return (
    left.cause === 'other-device' &&
    one.cause === 'other-device' &&
    one.deviceId === left.deviceId &&
    movedMs >= 0 &&
    movedMs <= FASTEST * (left.leftAt - one.leftAt)
  );
}
