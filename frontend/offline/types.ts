import type { PlaceCause } from './rules/playback/earlier-places';
import type { IntentType, Flags } from './rules/registers';

/**
 * What views may know of the offline core: plain values, all read from this device's own store.
 *
 * Names contain units: `…Ms` are whole milliseconds (`…At` count from 1970-01-01T00:00Z), `…Bytes` are bytes.
 * Every value is immutable. A change is a new object, so `===` detects it.
 */

/** A value on this device that changes over time. Its shape fits React's `useSyncExternalStore`. */
export interface Live<T> {
  /** The present value; the same object until it changes. */
  readonly get: () => T;
  /** Calls `onChange` after each change, until the returned function is called. */
  readonly subscribe: (onChange: () => void) => () => void;
}

// ---------------------------------------------------------------- catalogue

/** Titles, names and descriptions are in the language of the app where they are translated, else in the source's. */
export interface ScholarView {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** In other languages. */
  readonly otherNames: readonly string[];
  /** Published series, by title. */
  readonly seriesIds: readonly string[];
  /** Published single lectures, by title. */
  readonly lectureIds: readonly string[];
}

export interface SeriesView {
  readonly id: string;
  readonly scholarId: string;
  readonly scholarName: string;
  readonly title: string;
  readonly description: string | null;
  /** In other languages. */
  readonly otherTitles: readonly string[];
  /** The URL of its picture without size and extension; null without one. */
  readonly cover: string | null;
  /** Published lectures in their order. */
  readonly lectureIds: readonly string[];
  readonly durationMs: number;
  readonly sizeBytes: number;
}

/** It lasts until the next one begins, the last one until the end. */
export interface ChapterView {
  readonly startMs: number;
  /** Empty where the recording gives it none. */
  readonly title: string;
}

export interface LectureView {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  /** In other languages. */
  readonly otherTitles: readonly string[];
  /** The URL of its picture, or of its series', without size and extension; null without one. */
  readonly cover: string | null;
  /** The media type of its recording. Not every browser plays each one. */
  readonly mediaType: string;
  readonly scholarId: string;
  readonly scholarName: string;
  readonly seriesId: string | null;
  readonly seriesTitle: string | null;
  /** Place in the series, from 1; 0 for a single lecture. */
  readonly number: number;
  /** BCP 47 tag of the spoken language, if known. */
  readonly language: string | null;
  readonly durationMs: number;
  /** Ascending; empty without any. */
  readonly chapters: readonly ChapterView[];
  /** The present recording. It changes when the operator replaces the audio. */
  readonly assetId: string;
  readonly sizeBytes: number;
  readonly addedAt: number;
  /** False for a withdrawn lecture, which is shown only where the listener has it already. */
  readonly published: boolean;
}

export interface CatalogueView {
  /** `loading` until the local store was read once. `empty` when this device never received a catalogue. */
  readonly state: 'loading' | 'empty' | 'ready';
  readonly scholars: ReadonlyMap<string, ScholarView>;
  readonly series: ReadonlyMap<string, SeriesView>;
  /** Published lectures, and withdrawn ones that are still referred to. */
  readonly lectures: ReadonlyMap<string, LectureView>;
}

/** The results of a search, best first: ids of each kind, and how many results there are in total. */
export interface SearchView {
  readonly scholars: readonly string[];
  readonly series: readonly string[];
  readonly lectures: readonly string[];
  readonly counts: { readonly scholars: number; readonly series: number; readonly lectures: number };
}

// ---------------------------------------------------------------- listening

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

export type { PlaceCause } from './rules/playback/earlier-places';

// ---------------------------------------------------------------- downloads

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

// ---------------------------------------------------------------- player

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

export type { PlaybackSettings } from './rules/playback/playback-settings';

// ---------------------------------------------------------------- account and synchronization

export interface AccountView {
  /** `guest` listens without an account. `expired` has to sign in again before anything is sent. */
  readonly state: 'loading' | 'guest' | 'signed-in' | 'expired';
  readonly listenerId: string | null;
  readonly name: string | null;
  /** How many lectures of the guest this account may adopt; 0 when nothing has to be asked. */
  readonly guestLectures: number;
}

export type SignInProblem =
  | 'wrong-name-or-password'
  | 'name-taken'
  | 'name-invalid'
  | 'password-invalid'
  /** The browser says that there is no network. */
  | 'offline'
  /** There may be a network, and nobody answered in time. */
  | 'no-answer'
  /** The server, or something on the way to it, answered that it cannot do this. */
  | 'failed'
  | TooManyAttempts;

/** The server refuses attempts until this time is over. */
export interface TooManyAttempts {
  readonly waitSeconds: number;
}

export interface SyncView {
  readonly pending: number;
  readonly running: boolean;
  /** The server did not answer, or refused, although there is a network: it is tried again by itself. */
  readonly failing: boolean;
  readonly lastSuccessAt: number | null;
  /** The entries that the server refused. They are in the journal. */
  readonly rejected: number;
}

// ---------------------------------------------------------------- journal

/** An action of the listener, as the journal shows it. */
export interface ChangeView {
  readonly type: IntentType;
  readonly lectureId: string;
  readonly occurredAt: number;
  /** For `PROGRESS` only, else null. */
  readonly positionMs: number | null;
}

export type JournalEventView =
  /** The server answered; `received` counts lectures that another device changed. */
  | {
      readonly kind: 'exchanged';
      readonly by: 'page' | 'worker';
      readonly sent: number;
      readonly applied: number;
      readonly duplicate: number;
      readonly superseded: number;
      readonly received: number;
    }
  /** No answer, or an answer about another session, `times` in a row. */
  | { readonly kind: 'failed'; readonly problem: 'unavailable' | 'conflict'; readonly times: number }
  /** The server required signing in again. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'rejected'; readonly reason: string; readonly change: ChangeView }
  /** The clock was wrong, and the change got another time. */
  | { readonly kind: 'corrected'; readonly change: ChangeView; readonly fromAt: number }
  /** The server does not know the lecture or recording. The change waits. */
  | { readonly kind: 'unknown'; readonly change: ChangeView }
  /** The server was restored. Everything that this device knows was offered again. */
  | { readonly kind: 'new-epoch' }
  | { readonly kind: 'guest-taken-over'; readonly intents: number };

export interface JournalEntryView {
  readonly at: number;
  readonly event: JournalEventView;
}

/** Newest first. */
export interface JournalView {
  readonly entries: readonly JournalEntryView[];
  readonly rejected: readonly JournalEntryView[];
}
