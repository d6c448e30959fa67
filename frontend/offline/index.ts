/**
 * All that views and the player may see of the offline core. Reading is local and immediate; every
 * command answers from local state and never waits for the network, but for signing in and up.
 */
import type {
  AccountView,
  CatalogueView,
  DownloadView,
  ListeningView,
  Live,
  PlayerView,
  SearchView,
  SignInProblem,
  StorageProblem,
  StorageView,
  SyncView,
} from './types';

import { lazyOffline } from './lazy';
import { LiveValue } from './live';

export type * from './types';
export { piecesOf, type Piece } from './rules/marks';

export interface Offline {
  readonly catalogue: Live<CatalogueView>;
  /** By lecture; a lecture that the listener never touched is not in it. */
  readonly listening: Live<ReadonlyMap<string, ListeningView>>;
  /** By lecture. */
  readonly downloads: Live<ReadonlyMap<string, DownloadView>>;
  readonly storage: Live<StorageView>;
  readonly player: Live<PlayerView>;
  readonly account: Live<AccountView>;
  readonly sync: Live<SyncView>;
  /** Whether the server answered last time, or the browser at least has a network. */
  readonly online: Live<boolean>;
  /** What this device cannot keep, if anything; said once. */
  readonly storageProblem: Live<StorageProblem | null>;

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

  /** Plays from where the listener stands. */
  play(lectureId: string): void;
  resume(): void;
  pause(): void;
  seek(positionMs: number): void;
  /** Relative; negative is back. */
  skip(byMs: number): void;
  setRate(rate: number): void;
  /** Unloads the player; progress stays. */
  close(): void;

  setCompleted(lectureId: string, completed: boolean): Promise<void>;
  setFavorite(lectureId: string, favorite: boolean): Promise<void>;

  download(lectureId: string): Promise<void>;
  pauseDownload(lectureId: string): Promise<void>;
  resumeDownload(lectureId: string): Promise<void>;
  /** Cancels or removes; space is given back. */
  removeDownload(lectureId: string): Promise<void>;

  signUp(name: string, password: string): Promise<SignInProblem | null>;
  signIn(name: string, password: string): Promise<SignInProblem | null>;
  signOut(): Promise<void>;
  /** Answers the question that `guestLectures` asks. */
  keepGuestProgress(keep: boolean): Promise<void>;

  /** Synchronizes now, whatever the backoff says, and refreshes the catalogue. */
  refresh(): Promise<void>;
}

const storageProblem = new LiveValue<StorageProblem | null>(null);

/** The one core of this page. Nothing happens before `start()`. */
export const offline: Offline = lazyOffline(storageProblem, async (language) => {
  const [{ openCore }, { browserWorld }, { gateway }, { announcePlaying, registerWorker }] =
    await Promise.all([import('./core'), import('./browser'), import('../gateway'), import('./app-worker')]);
  const core = await openCore(await browserWorld(gateway, storageProblem), language());
  const isPlaying = () => core.player.get().state === 'playing';
  announcePlaying({ get: isPlaying, subscribe: core.player.subscribe });
  registerWorker(isPlaying);
  return core;
});
