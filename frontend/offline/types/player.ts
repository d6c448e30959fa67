export interface PlayerView {
  /** Null while nothing is loaded. */
  readonly lectureId: string | null;
  readonly state: 'idle' | 'loading' | 'playing' | 'paused' | 'failed';
  readonly positionMs: number;
  /** The recording's real duration once known, else the catalogue's. */
  readonly durationMs: number;
  readonly source: 'device' | 'network' | null;
  /** 0.5 to 3. */
  readonly rate: number;
  /** Why `failed`. */
  readonly problem:
    /** Nothing local, and no network. */
    | 'offline'
    /** The server does not answer, or says that it cannot now. */
    | 'unavailable'
    /** The server says that it has no such recording, or not for this listener. */
    | 'gone'
    /** The bytes are there, and the browser does not play them. */
    | 'unplayable'
    /** The browser has no decoder for this kind of recording. */
    | 'unsupported'
    /** A part of the download is damaged or missing, by its hash. */
    | 'damaged'
    | null;
}

export interface UpNextView {
  /** The listener's queue, in order. */
  readonly queue: readonly string[];
  /** The lecture that plays next: the first of the queue, then of the series, that can be played now. */
  readonly next: string | null;
  /** What plays once the queue is empty, in order: the next lectures of the series in which playback is then. */
  readonly afterQueue: readonly string[];
}

export type SleepView =
  | { readonly kind: 'off' }
  | { readonly kind: 'end-of-lecture' }
  /** Time of listening. A pause does not count. */
  | { readonly kind: 'minutes'; readonly remainingMs: number };

/** The listener made a long seek, which can be undone for a while. */
export interface SeekUndoView {
  readonly backToMs: number;
}

/** Another device continued the lecture that is loaded here. */
export interface OtherDevicePositionView {
  readonly positionMs: number;
}

/** Another lecture than the one that is loaded was heard on another device just now. */
export interface PlayedElsewhereView {
  readonly lectureId: string;
  readonly positionMs: number;
}

export type { PlaybackSettings } from '../rules/playback/playback-settings';
