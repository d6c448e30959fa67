import type { Commands } from './commands';
import type {
  AccountView,
  CatalogueView,
  DownloadView,
  EarlierPlaceView,
  ListeningView,
  Live,
  OtherDevicePositionView,
  PlaybackSettings,
  PlayedElsewhereView,
  PlayerView,
  SearchIndexView,
  SearchView,
  SeekUndoView,
  SleepView,
  StorageProblem,
  StorageView,
  SyncView,
  UpNextView,
} from './types';

/** The values that views read. Each comes from this device's own store. */
export interface Values {
  readonly catalogue: Live<CatalogueView>;
  /** By lecture, without lectures that the listener never touched. */
  readonly listening: Live<ReadonlyMap<string, ListeningView>>;
  /** By lecture: the places that the listener left there, newest first, ten at most. On this device only. */
  readonly earlierPlaces: Live<ReadonlyMap<string, readonly EarlierPlaceView[]>>;
  /** By lecture. */
  readonly downloads: Live<ReadonlyMap<string, DownloadView>>;
  readonly storage: Live<StorageView>;
  readonly player: Live<PlayerView>;
  readonly upNext: Live<UpNextView>;
  readonly sleep: Live<SleepView>;
  /** Null when no undo is offered. */
  readonly seekUndo: Live<SeekUndoView | null>;
  /** Null when no other device moved on. */
  readonly otherDevicePosition: Live<OtherDevicePositionView | null>;
  /** Null when no other device played another lecture just now. */
  readonly playedElsewhere: Live<PlayedElsewhereView | null>;
  readonly playback: Live<PlaybackSettings>;
  readonly account: Live<AccountView>;
  readonly sync: Live<SyncView>;
  /** Whether what is not on this device can be had, as far as is known; see `Reachability`. */
  readonly online: Live<boolean>;
  /** What this device cannot store, if anything. */
  readonly storageProblem: Live<StorageProblem | null>;

  /** Tells when to search again. */
  readonly searchIndex: Live<SearchIndexView>;

  /** Whether a newer version of the app waits to be used. */
  readonly update: Live<boolean>;
}

/** The offline core for views: values to read, and commands. */
export interface Offline extends Values, Commands {
  /** Opens the store and starts everything. Resolves when local state can be read. */
  start(): Promise<void>;

  /** The language (BCP 47) of titles and descriptions, where they are translated into it. */
  showIn(language: string): void;
  /**
   * Finds scholars, series and lectures in the local catalogue, within milliseconds. Answers from what `searchIndex` has
   * so far; the first search starts building it.
   *
   * @param most ids of each kind
   */
  search(query: string, most: number): SearchView;
}

/** The running core. Its version belongs to the page (`browser.ts`). */
export type Core = Omit<Offline, 'start' | 'update' | 'applyUpdate'>;
