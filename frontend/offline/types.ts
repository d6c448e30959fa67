import type { IntentType, Flags } from './rules/registers';

/**
 * What views may know of the offline core: plain values, all read from this device's own store.
 *
 * Units stand in names: `…Ms` are whole milliseconds (`…At` count from 1970-01-01T00:00Z), `…Bytes`
 * are bytes. Every value is immutable; a change is a new object, so that `===` tells what changed.
 */

/** A value on this device that changes with time. Its shape fits React's `useSyncExternalStore`. */
export interface Live<T> {
  /** The present value; the same object until it changes. */
  readonly get: () => T;
  /** Calls `onChange` after each change until the returned function is called. */
  readonly subscribe: (onChange: () => void) => () => void;
}

// ---------------------------------------------------------------- catalogue

/**
 * Titles, names and descriptions are in the interface's language where there is a translation into it, else as
 * their source has them.
 */
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
  /** The address of its picture without size and end; null without one. */
  readonly cover: string | null;
  /** Published lectures in their order. */
  readonly lectureIds: readonly string[];
  readonly durationMs: number;
  readonly sizeBytes: number;
}

export interface LectureView {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  /** In other languages. */
  readonly otherTitles: readonly string[];
  /** The address of its picture, or of its series', without size and end; null without one. */
  readonly cover: string | null;
  /** Of its recording; not every browser plays every one. */
  readonly mediaType: string;
  readonly scholarId: string;
  readonly scholarName: string;
  readonly seriesId: string | null;
  readonly seriesTitle: string | null;
  /** Place in the series, from 1; 0 for a single lecture. */
  readonly number: number;
  /** BCP 47 tag of what is spoken, where known. */
  readonly language: string | null;
  readonly durationMs: number;
  /** The present recording; it changes when the operator replaces the audio. */
  readonly assetId: string;
  readonly sizeBytes: number;
  readonly addedAt: number;
  /** False for one that was withdrawn: shown only where the listener has it already. */
  readonly published: boolean;
}

export interface CatalogueView {
  /** `loading` until the local store was read once; `empty` when this device never saw a catalogue. */
  readonly state: 'loading' | 'empty' | 'ready';
  readonly scholars: ReadonlyMap<string, ScholarView>;
  readonly series: ReadonlyMap<string, SeriesView>;
  /** Published ones, and withdrawn ones that are still referred to. */
  readonly lectures: ReadonlyMap<string, LectureView>;
}

/** What a search found, best first: ids of each kind, and how many there are beyond those that were asked for. */
export interface SearchView {
  readonly scholars: readonly string[];
  readonly series: readonly string[];
  readonly lectures: readonly string[];
  readonly counts: { readonly scholars: number; readonly series: number; readonly lectures: number };
}

// ---------------------------------------------------------------- listening

/** The listener's progress in a lecture: authoritative state with pending intents laid over it (C8). */
export interface ListeningView extends Flags {
  readonly lectureId: string;
  /** Where playing starts. */
  readonly resumePositionMs: number;
  /** When the listener last listened to it; null when only marked. */
  readonly listenedAt: number | null;
}

// ---------------------------------------------------------------- downloads

export type DownloadState =
  | 'queued'
  | 'downloading'
  | 'paused'
  /** No network: goes on by itself. */
  | 'waiting'
  /** Every chunk verified and stored. */
  | 'ready'
  /** The browser evicted chunks: to be downloaded again. */
  | 'missing'
  /** Needs the listener; `problem` says what. */
  | 'stopped';

export interface DownloadView {
  readonly lectureId: string;
  /** What was downloaded, or is being; a lecture's present asset may be another, better one. */
  readonly assetId: string;
  readonly state: DownloadState;
  /** Whether the lecture can be heard from this device: `ready`, or while a better recording arrives. */
  readonly playable: boolean;
  readonly storedBytes: number;
  readonly totalBytes: number;
  readonly problem: 'no-space' | 'gone' | 'damaged' | null;
}

export interface StorageView {
  /** Of all downloads, complete or not. */
  readonly downloadedBytes: number;
  /** What the browser would still take; null when it does not say. */
  readonly freeBytes: number | null;
  /** Whether the browser promised not to evict; null when it cannot say. */
  readonly persisted: boolean | null;
  /** No space was left: nothing more is downloaded until the listener chose what to do. */
  readonly full: boolean;
}

/** Why this device does not keep what the listener does. */
export type StorageProblem =
  /** No IndexedDB, or none in a private window: all is forgotten when the page is closed. */
  | 'unavailable'
  /** No room: what is done now may not be kept. */
  | 'full'
  /** Another tab runs an older version of the app and has to be closed or reloaded first. */
  | 'blocked';

// ---------------------------------------------------------------- player

export interface PlayerView {
  /** Null while nothing is loaded. */
  readonly lectureId: string | null;
  readonly state: 'idle' | 'loading' | 'playing' | 'paused' | 'failed';
  readonly positionMs: number;
  /** The recording's real length once known, else the catalogue's. */
  readonly durationMs: number;
  readonly source: 'device' | 'network' | null;
  /** 0.5 to 3. */
  readonly rate: number;
  /** Why `failed`: nothing local and no network; or the recording could not be played. */
  readonly problem: 'offline' | 'unplayable' | 'damaged' | null;
}

export interface UpNextView {
  /** What the listener lined up, in order. */
  readonly queue: readonly string[];
  /** What plays after the lecture that is loaded: the first of the queue, then of its series, that can be played now. */
  readonly next: string | null;
}

export type SleepView =
  | { readonly kind: 'off' }
  | { readonly kind: 'end-of-lecture' }
  /** Of listening: a pause does not count. */
  | { readonly kind: 'minutes'; readonly remainingMs: number };

/** The listener jumped, and may go back for a while. */
export interface SeekUndoView {
  readonly backToMs: number;
}

/** Another device went on with the lecture that is loaded here. */
export interface OtherDevicePositionView {
  readonly positionMs: number;
}

export type { PlaybackSettings } from './rules/playback/playback-settings';

// ---------------------------------------------------------------- account and synchronization

export interface AccountView {
  /** `guest` listens without an account; `expired` must sign in again before anything is sent. */
  readonly state: 'loading' | 'guest' | 'signed-in' | 'expired';
  readonly listenerId: string | null;
  readonly name: string | null;
  /** How many lectures' guest progress this account may take over; 0 when there is nothing to ask. */
  readonly guestLectures: number;
}

export type SignInProblem =
  | 'wrong-name-or-password'
  | 'name-taken'
  | 'name-invalid'
  | 'password-invalid'
  /** Nobody answered. */
  | 'offline'
  /** The server, or something on the way to it, answered that it cannot. */
  | 'failed'
  | TooManyAttempts;

/** The server looks at no attempt before that time is over. */
export interface TooManyAttempts {
  readonly waitSeconds: number;
}

export interface SyncView {
  readonly pending: number;
  readonly running: boolean;
  readonly lastSuccessAt: number | null;
  /** Entries that the server refused; they stand in the journal. */
  readonly rejected: number;
}

// ---------------------------------------------------------------- journal

/** Something that the listener did, as the journal tells of it. */
export interface ChangeView {
  readonly type: IntentType;
  readonly lectureId: string;
  readonly occurredAt: number;
  /** Of `PROGRESS` only, else null. */
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
  /** No answer, or one about another session, `times` in a row. */
  | { readonly kind: 'failed'; readonly problem: 'unavailable' | 'conflict'; readonly times: number }
  /** The server asked for signing in again. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'rejected'; readonly reason: string; readonly change: ChangeView }
  /** The clock was wrong: the change got another time. */
  | { readonly kind: 'corrected'; readonly change: ChangeView; readonly fromAt: number }
  /** The server does not know the lecture or recording: the change waits. */
  | { readonly kind: 'unknown'; readonly change: ChangeView }
  /** The server was restored: everything that this device knows was offered again. */
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
