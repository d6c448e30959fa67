/**
 * What the core needs from the world, so that it runs the same in a page, in a worker and in a test. Time and
 * random values come only from here.
 */

export interface Time {
  /** The device's own clock, uncorrected. */
  readonly now: () => number;
  /** A clock in ms from an arbitrary origin, which nobody can set. */
  readonly elapsedMs: () => number;
  /** Calls `callback` once after this delay, unless the returned function was called before. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

export interface RandomSource {
  /** From 0 to 1. */
  readonly random: () => number;
  /** A random UUID in canonical lower-case text. */
  readonly newId: () => string;
}

export interface Network {
  /** False means that there is no network. True means nothing. */
  readonly mayBeThere: () => boolean;
  readonly onChange: (callback: () => void) => void;
}

export interface Locks {
  /** Runs `work` while holding the lock, or answers `busy` at once when another tab holds it (C6). */
  readonly ifFree: <T>(name: string, work: () => Promise<T>) => Promise<T | 'busy'>;
  /** Takes the lock from whoever holds it, and runs `work`. Whoever held it is answered `busy`, and its work runs on. */
  readonly takeOver: <T>(name: string, work: () => Promise<T>) => Promise<T | 'busy'>;
}

/** Tells the other tabs what changed in the shared store. */
export interface Channel {
  readonly post: (change: Change) => void;
  readonly onMessage: (callback: (change: Change) => void) => void;
}

export type Change =
  /** Null for all lectures of the account. */
  | { readonly kind: 'listening'; readonly account: string; readonly lectureIds: readonly string[] | null }
  | { readonly kind: 'outbox'; readonly account: string }
  | { readonly kind: 'account' }
  | { readonly kind: 'catalogue' }
  | { readonly kind: 'downloads'; readonly lectureId: string }
  /** The listener wants a download, for the tab that downloads. */
  | { readonly kind: 'download-wanted' }
  /** The listener stopped or removed a download, for the tab that works on it. */
  | { readonly kind: 'download-halted'; readonly lectureId: string }
  | { readonly kind: 'downloads-halted'; readonly lectureIds: readonly string[] }
  /** This tab holds the lock of downloading, and lives. */
  | { readonly kind: 'download-beat' }
  /** The worker read a download and found a part of it damaged or missing, which the network did not heal. */
  | { readonly kind: 'download-damaged'; readonly sha256: string }
  /** A tab begins to play, at this time of the device: the others pause. */
  | { readonly kind: 'playing'; readonly tabId: string; readonly beganAt: number }
  /** What the player keeps on this device. */
  | { readonly kind: 'queue' | 'playback' };

/** The worker can synchronize when every page is closed, if the browser supports it (Safari does not). */
export interface Background {
  /** Wakes the worker as soon as there is a network, and again when it failed. */
  readonly wakeOnceOnline: () => void;
  /** Wakes the worker from time to time. */
  readonly wakePeriodically: () => void;
}

export type MediaEvent =
  /**
   * `loaded`: the duration is known and seeking is possible. `received`: bytes arrived. `broke`: the
   * connection ended and no more bytes will arrive.
   */
  'loaded' | 'time' | 'seeked' | 'playing' | 'stalled' | 'received' | 'paused' | 'ended' | 'broke' | 'failed';

/** One player for the app's lifetime. On iOS a new one could not play in the background. */
export interface Media {
  /** Null unloads. The player requests nothing before `load`. */
  readonly load: (url: string | null) => void;
  /** Rejects when the browser refuses, for instance without a gesture of the listener. */
  readonly play: () => Promise<void>;
  readonly pause: () => void;
  readonly seek: (positionMs: number) => void;
  /** The pitch stays. */
  readonly setRate: (rate: number) => void;
  /** From 0 to 1. It has no effect on iOS, where only the hardware buttons change the volume. */
  readonly setVolume: (volume: number) => void;
  readonly positionMs: () => number;
  /** Null while unknown. */
  readonly durationMs: () => number | null;
  readonly isPaused: () => boolean;
  /** Whether there may be a decoder; only false is certain. */
  readonly canPlay: (mediaType: string) => boolean;
  readonly onEvent: (callback: (event: MediaEvent) => void) => void;
}

/** The lock screen and the headset. */
export interface MediaControls {
  readonly show: (shown: ShownLecture) => void;
  readonly setPlaying: (playing: boolean) => void;
  /** The position. The lock screen computes the following positions by itself. */
  readonly setPosition: (positionMs: number, durationMs: number, rate: number) => void;
  readonly clear: () => void;
  readonly onCommand: (callback: (command: MediaCommand) => void) => void;
}

export interface ShownLecture {
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
  /** The id from which its cover is drawn. */
  readonly coverId: string;
  /** The address of its imported picture, without size and end; null without one. */
  readonly picture: string | null;
}

export type MediaCommand =
  | { readonly kind: 'play' | 'pause' | 'stop' | 'previous' | 'next' }
  /** The length of the skip, if the headset or the car names one. */
  | { readonly kind: 'back' | 'forward'; readonly byMs: number | null }
  | { readonly kind: 'seek'; readonly positionMs: number };

/** The page's own life. */
export interface Page {
  readonly isVisible: () => boolean;
  readonly onVisible: (callback: () => void) => void;
  /** The page is hidden, frozen or closing. This may be its last event. */
  readonly onHide: (callback: () => void) => void;
  /** The listener has installed the app out of this page. */
  readonly onInstalled: (callback: () => void) => void;
}

/** What the browser reports about storage. */
export interface StorageQuota {
  /** Null when the browser does not report it. */
  readonly freeBytes: () => Promise<number | null>;
  readonly isPersisted: () => Promise<boolean | null>;
  /** Whether {@link persist} makes the browser ask the listener, as Firefox does. */
  readonly asksListener: boolean;
  /** After so many days without a visit the browser deletes everything, persisted or not; null when it does not. */
  readonly deletesAfterDays: number | null;
  /** Asks the browser not to evict this origin's data. */
  readonly persist: () => Promise<boolean | null>;
}
