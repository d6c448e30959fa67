import type { Commands } from './commands';
import type {
  AccountView,
  CatalogueView,
  DownloadView,
  ListeningView,
  Live,
  OtherDevicePositionView,
  PlaybackSettings,
  PlayerView,
  SearchView,
  SeekUndoView,
  SleepView,
  StorageProblem,
  StorageView,
  SyncView,
  UpNextView,
} from './types';

/** What views read. Each value comes from this device's own store. */
export interface Values {
  readonly catalogue: Live<CatalogueView>;
  /** By lecture; a lecture that the listener never touched is not in it. */
  readonly listening: Live<ReadonlyMap<string, ListeningView>>;
  /** By lecture. */
  readonly downloads: Live<ReadonlyMap<string, DownloadView>>;
  readonly storage: Live<StorageView>;
  readonly player: Live<PlayerView>;
  readonly upNext: Live<UpNextView>;
  readonly sleep: Live<SleepView>;
  /** Null when there is no way back to offer. */
  readonly seekUndo: Live<SeekUndoView | null>;
  /** Null when no other device went on. */
  readonly otherDevicePosition: Live<OtherDevicePositionView | null>;
  readonly playback: Live<PlaybackSettings>;
  readonly account: Live<AccountView>;
  readonly sync: Live<SyncView>;
  /** Whether the server answered last time, or the browser at least has a network. */
  readonly online: Live<boolean>;
  /** What this device cannot keep, if anything; said once. */
  readonly storageProblem: Live<StorageProblem | null>;

  /** Whether a newer version of the app is there, and only waits to be used. */
  readonly update: Live<boolean>;
}

/** The offline core as views see it: what they read, and what they may ask for. */
export interface Offline extends Values, Commands {
  /** Opens the store and starts everything; resolves when local state can be read. */
  start(): Promise<void>;

  /** In which language (BCP 47) titles and descriptions are shown, where they are translated into it. */
  showIn(language: string): void;
  /**
   * Finds scholars, series and lectures in the catalogue as it is here now, in milliseconds.
   *
   * @param most ids of each kind
   */
  search(query: string, most: number): SearchView;
}

/** The core once it runs. Its version belongs to the page (`browser.ts`). */
export type Core = Omit<Offline, 'start' | 'update' | 'applyUpdate'>;
