import type { PlaceCause } from '../rules/playback/earlier-places';
import type { Flags } from '../rules/registers';

/** The listener's progress in a lecture: authoritative state with pending intents applied (C8). */
export interface ListeningView extends Flags {
  readonly lectureId: string;
  /** Where playing starts. */
  readonly resumePositionMs: number;
  /** When the listener last listened; null for a lecture that was only marked. */
  readonly listenedAt: number | null;
}

/** A place of a lecture that the listener left. */
export interface EarlierPlaceView {
  readonly positionMs: number;
  /** Milliseconds since 1970. */
  readonly leftAt: number;
  readonly cause: PlaceCause;
}

export type { PlaceCause } from '../rules/playback/earlier-places';
