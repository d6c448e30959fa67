export type DownloadState =
  | 'queued'
  | 'downloading'
  | 'paused'
  /** Goes on by itself; `waitsFor` says with what. */
  | 'waiting'
  /** Every chunk verified and stored. */
  | 'ready'
  /** The browser evicted chunks. They have to be downloaded again. */
  | 'missing'
  /** The listener has to act; `problem` says why. */
  | 'stopped';

export interface DownloadView {
  readonly lectureId: string;
  /** The asset of this download. The lecture's present asset may be a better one. */
  readonly assetId: string;
  readonly state: DownloadState;
  /** While `waiting`: there is no network, or the server does not send it now. Else null. */
  readonly waitsFor: 'network' | 'server' | null;
  /**
   * Whether the lecture can be played from this device: it is `ready`, or an older recording is while a
   * better one arrives.
   */
  readonly playable: boolean;
  readonly storedBytes: number;
  readonly totalBytes: number;
  readonly problem: 'no-space' | 'gone' | 'damaged' | null;
}

export interface StorageView {
  /** Of all downloads, complete or not. */
  readonly downloadedBytes: number;
  /** The free space; null when the browser does not report it. */
  readonly freeBytes: number | null;
  /** Whether the browser promised not to evict the data; null when it does not say. */
  readonly persisted: boolean | null;
  /** After so many days without a visit the browser deletes everything; null when it does not. */
  readonly deletedAfterDays: number | null;
  /** No space is left. Nothing is downloaded until the listener has decided what to do. */
  readonly full: boolean;
}

/** Why this device does not store what the listener does. */
export type StorageProblem =
  /** No IndexedDB, for instance in a private window. Everything is lost when the page closes. */
  | 'unavailable'
  /** The storage is full. Actions may not be stored. */
  | 'full'
  /** Another tab runs an older version of the app and has to be closed or reloaded first. */
  | 'blocked';
