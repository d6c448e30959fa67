/**
 * All that views and the player may see of the offline core. Reading is local and immediate; every
 * command answers from local state and never waits for the network, but for signing in and up.
 */
import type {
  AccountView,
  CatalogueView,
  DownloadView,
  OtherDevicePositionView,
  JournalView,
  SeekUndoView,
  ListeningView,
  Live,
  PlaybackSettings,
  PlayerView,
  SearchView,
  SignInProblem,
  SleepView,
  StorageProblem,
  StorageView,
  SyncView,
  UpNextView,
} from './types';

import { controllerAtStart } from './platform/controller-at-start';
import { lazyOffline } from './lazy';
import { LiveValue } from './live/live';
import type { PlayerCommands } from './player-commands';
import type { FlagName } from './rules/registers';

export type * from './types';
export { SKIP_BACK_MS, SKIP_FORWARD_MS } from './rules/playback/skip';
export { piecesOf, type Piece } from './rules/search/marks';

export interface Offline extends PlayerCommands {
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

  /** Sets a flag of a lecture, such as `favorite`, on or off. */
  setFlag(lectureId: string, flag: FlagName, on: boolean): Promise<void>;

  /** The lecture's present recording; what was downloaded before is played until that is here, whole. */
  download(lectureId: string): Promise<void>;
  pauseDownload(lectureId: string): Promise<void>;
  resumeDownload(lectureId: string): Promise<void>;
  /** Stops downloading and gives the space back; an earlier recording that is here stays. */
  cancelDownload(lectureId: string): Promise<void>;
  /** Removes all of it; space is given back. */
  removeDownload(lectureId: string): Promise<void>;

  signUp(name: string, password: string): Promise<SignInProblem | null>;
  signIn(name: string, password: string): Promise<SignInProblem | null>;
  signOut(): Promise<void>;
  /** Answers the question that `guestLectures` asks. */
  keepGuestProgress(keep: boolean): Promise<void>;

  /**
   * Removes everything of the present account from this device, what is pending included, and signs out. Downloads
   * belong to the device: they go only if asked.
   */
  forgetAccount(withDownloads: boolean): Promise<void>;

  /** What synchronization did for the present account; empty for a guest. */
  journal(): Promise<JournalView>;
  /** The same with all that is known about it, as JSON. */
  exportJournal(): Promise<string>;

  /** Goes on with the newer version, loading the app anew. */
  applyUpdate(): void;

  /** Synchronizes now, whatever the backoff says, and refreshes the catalogue. */
  refresh(): Promise<void>;
}

const storageProblem = new LiveValue<StorageProblem | null>(null);

/** The one core of this page. Nothing happens before `start()`. */
export const offline: Offline = lazyOffline(storageProblem, async (language) => {
  const [{ openCore }, { browserWorld, watchVersions }, { gateway }] = await Promise.all([
    import('./core'),
    import('./platform/browser'),
    import('../gateway'),
  ]);
  const core = await openCore(await browserWorld(gateway, storageProblem), language());
  return { ...core, ...watchVersions(core.player, controllerAtStart) };
});
