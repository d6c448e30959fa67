/**
 * Which place a jump leaves. The listener may look around by many jumps: the place is where playback last was for a
 * while, and it is left once, by the first jump that goes far from it.
 */
import type { PlaceCause } from './earlier-places';
import { FAR_MS, type SeekKind } from './seek-undo';

/** Heard for so long, it is a place of its own. */
export const HEARD_FOR_MS = 10_000;

export interface HeardPlace {
  /** Where the listener last listened. */
  readonly positionMs: number;
  /** Where playback is. */
  readonly nowMs: number;
  /** How much was heard since the last jump. */
  readonly heardMs: number;
  /** Whether it was left already. */
  readonly isLeft: boolean;
}

/** The listener's position, from which playback goes on. */
export function placeAt(positionMs: number): HeardPlace {
  return { positionMs, nowMs: positionMs, heardMs: HEARD_FOR_MS, isLeft: false };
}

/** Playback went on to a position. */
export function heardTo(place: HeardPlace, nowMs: number): HeardPlace {
  const heardMs = place.heardMs + Math.max(0, nowMs - place.nowMs);
  return heardMs >= HEARD_FOR_MS
    ? { positionMs: nowMs, nowMs, heardMs, isLeft: false }
    : { ...place, nowMs, heardMs };
}

/** The listener jumps: the place then, and the position that is left; null where none is. */
export function jumped(
  place: HeardPlace,
  kind: SeekKind,
  toMs: number,
): { readonly place: HeardPlace; readonly leftMs: number | null } {
  const isFar = Math.abs(toMs - place.positionMs) >= FAR_MS[kind];
  const leaves = isFar && !place.isLeft && place.positionMs > 0;
  return {
    place: { ...place, nowMs: toMs, heardMs: 0, isLeft: place.isLeft || isFar },
    leftMs: leaves ? place.positionMs : null,
  };
}

export function causeOf(kind: SeekKind): PlaceCause {
  switch (kind) {
    case 'sought':
    case 'skipped':
      return 'jump';
    case 'elsewhere':
      return 'other-device';
    case 'restored':
      return 'restored';
  }
}
