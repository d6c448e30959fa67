/**
 * What the core needs of the world, so that it runs the same in a page, in a worker and in a test.
 * Time and random values come from here only.
 */
import type { AssetRow, LectureRow, ScholarRow, SeriesRow } from './rules/catalogue';
import type { Intent } from './rules/intent';
import type { Verdict } from './rules/outbox';
import type { Registers } from './rules/registers';

export interface Time {
  /** The device's own clock, uncorrected. */
  readonly now: () => number;
  /** Goes on steadily from an arbitrary moment, whatever the clock is set to; ms. */
  readonly elapsedMs: () => number;
  /** Calls `callback` once after that long, unless the returned function was called before. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

export interface RandomSource {
  /** From 0 to 1. */
  readonly random: () => number;
  /** A random UUID in canonical lower-case text. */
  readonly newId: () => string;
}

export interface Network {
  /** False proves that there is none; true proves nothing. */
  readonly mayBeThere: () => boolean;
  readonly onChange: (callback: () => void) => void;
}

export interface Locks {
  /** Runs `work` while holding the lock, or answers `busy` at once when another tab holds it (C6). */
  readonly ifFree: <T>(name: string, work: () => Promise<T>) => Promise<T | 'busy'>;
}

/** Tells the other tabs what changed in the store that they share. */
export interface Channel {
  readonly post: (change: Change) => void;
  readonly onMessage: (callback: (change: Change) => void) => void;
}

export type Change =
  /** Null for all of the account's lectures. */
  | { readonly kind: 'listening'; readonly account: string; readonly lectureIds: readonly string[] | null }
  | { readonly kind: 'outbox'; readonly account: string }
  | { readonly kind: 'account' }
  | { readonly kind: 'catalogue' }
  | { readonly kind: 'downloads'; readonly lectureId: string }
  /** The listener wants something downloaded: for whichever tab downloads. */
  | { readonly kind: 'download-wanted' }
  /** The listener wants a download no more, or not now: for whichever tab works on it. */
  | { readonly kind: 'download-halted'; readonly lectureId: string }
  /** What the player keeps on this device. */
  | { readonly kind: 'queue' | 'playback' };

// ---------------------------------------------------------------- the server

/** Why a call brought no answer. */
export type GatewayProblem =
  /** 401: nobody is signed in. */
  | 'unauthorised'
  /** 409: the session is another listener's. */
  | 'conflict'
  /** 400, 413, 422: the server refuses this very request whole (R14). */
  | 'refused'
  /** There is no network, and nobody was called. */
  | 'offline'
  /** No connection, a timeout, 5xx, or anything that a proxy may say: says nothing of the request. */
  | 'unavailable';

/** What was answered instead of an answer. */
export interface RefusedResponse {
  readonly status: number;
  /** After which the server wants to be asked again; null when it does not say. */
  readonly retryAfterSeconds: number | null;
}

export class GatewayFailure extends Error {
  /** Null when nobody answered. */
  readonly refused: RefusedResponse | null;

  constructor(
    readonly problem: GatewayProblem,
    { refused, ...options }: ErrorOptions & { readonly refused?: RefusedResponse } = {},
  ) {
    super(problem, options);
    this.name = 'GatewayFailure';
    this.refused = refused ?? null;
  }
}

export interface SyncRequest {
  readonly listenerId: string;
  readonly deviceId: string;
  readonly cursor: number;
  readonly epoch: string | null;
  readonly deviceTime: number;
  readonly attempt: number;
  readonly pending: number;
  readonly intents: readonly Intent[];
}

export interface AuthoritativeState extends Registers {
  readonly lectureId: string;
  readonly revision: number;
}

export interface SyncAnswer {
  readonly listenerId: string;
  readonly serverTime: number;
  readonly epoch: string;
  readonly cursor: number;
  readonly more: boolean;
  readonly verdicts: readonly Verdict[];
  readonly states: readonly AuthoritativeState[];
}

export interface CatalogueChanges {
  readonly epoch: string;
  readonly cursor: number;
  readonly more: boolean;
  readonly scholars: readonly ScholarRow[];
  readonly series: readonly SeriesRow[];
  readonly lectures: readonly LectureRow[];
  readonly assets: readonly AssetRow[];
}

export interface Account {
  readonly listenerId: string;
  readonly name: string;
}

export interface Session {
  readonly account: Account | null;
  readonly serverTime: number;
}

export type SignInAnswer =
  | { readonly outcome: 'SIGNED_IN'; readonly account: Account }
  | { readonly outcome: 'WRONG_NAME_OR_PASSWORD' | 'NAME_TAKEN' | 'NAME_INVALID' | 'PASSWORD_INVALID' };

export interface SendOptions {
  /** To be carried on when the page goes away; of all that is under way so, 64 KiB at most. */
  readonly keepalive: boolean;
}

/** The server's endpoints. Every call ends in bounded time, and fails with {@link GatewayFailure} only. */
export interface Gateway {
  readonly sync: (request: SyncRequest, how?: SendOptions) => Promise<SyncAnswer>;
  readonly catalogueChanges: (cursor: number) => Promise<CatalogueChanges>;
  readonly session: () => Promise<Session>;
  readonly signUp: (name: string, password: string) => Promise<SignInAnswer>;
  readonly signIn: (name: string, password: string) => Promise<SignInAnswer>;
  readonly signOut: () => Promise<void>;
}

/** The worker, which can synchronize with every page closed, where the browser has that (Safari has not). */
export interface Background {
  /** The worker is woken as soon as there is a network, and again when that failed. */
  readonly wakeOnceOnline: () => void;
  /** The worker is woken now and then. */
  readonly wakePeriodically: () => void;
}

// ---------------------------------------------------------------- the media element

export type MediaEvent =
  /**
   * `loaded`: the length is known and seeking is possible; `received`: bytes came; `broke`: no more will, by this
   * connection.
   */
  'loaded' | 'time' | 'seeked' | 'playing' | 'stalled' | 'received' | 'paused' | 'ended' | 'broke' | 'failed';

/** One player, kept for ever: a new one would lose the background on iOS. */
export interface Media {
  /** Null unloads. Nothing is requested before `load`. */
  readonly load: (url: string | null) => void;
  /** Rejects when the browser refuses, e.g. without the listener's gesture. */
  readonly play: () => Promise<void>;
  readonly pause: () => void;
  readonly seek: (positionMs: number) => void;
  /** The pitch stays. */
  readonly setRate: (rate: number) => void;
  /** From 0 to 1. Without effect on iOS, where only the listener's own buttons set it. */
  readonly setVolume: (volume: number) => void;
  readonly positionMs: () => number;
  /** Null while unknown. */
  readonly durationMs: () => number | null;
  readonly isPaused: () => boolean;
  readonly onEvent: (callback: (event: MediaEvent) => void) => void;
}

/** The lock screen and the headset. */
export interface MediaControls {
  readonly show: (shown: ShownLecture) => void;
  readonly setPlaying: (playing: boolean) => void;
  /** Where it stands; the lock screen counts on from there by itself. */
  readonly setPosition: (positionMs: number, durationMs: number, rate: number) => void;
  readonly clear: () => void;
  readonly onCommand: (callback: (command: MediaCommand) => void) => void;
}

export interface ShownLecture {
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
  /** What its cover is drawn from. */
  readonly coverId: string;
}

export type MediaCommand =
  | { readonly kind: 'play' | 'pause' | 'stop' | 'previous' | 'next' }
  /** By how much, where the headset or the car says so. */
  | { readonly kind: 'back' | 'forward'; readonly byMs: number | null }
  | { readonly kind: 'seek'; readonly positionMs: number };

/** The page's own life. */
export interface Page {
  readonly isVisible: () => boolean;
  readonly onVisible: (callback: () => void) => void;
  /** Hidden, frozen or leaving: possibly the last that is heard of it. */
  readonly onHide: (callback: () => void) => void;
}

/** The browser's word on space. */
export interface StorageQuota {
  /** Null when the browser does not say. */
  readonly freeBytes: () => Promise<number | null>;
  readonly isPersisted: () => Promise<boolean | null>;
  /** Asks the browser not to evict this origin. */
  readonly persist: () => Promise<boolean | null>;
}
