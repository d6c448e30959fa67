import type { Changes } from '../live/changes';
import type { LiveValue } from '../live/live';
import type { RandomSource, Locks, Network, Page, StorageQuota, Time } from '../ports';
import { Persistence } from '../persistence';
import {
  cancelled,
  isFull,
  isSupersededBy,
  newDownload,
  playableAssets,
  type Download,
  type OfferedAsset,
} from '../rules/downloads/download';
import type { ChunkStore } from '../storage/chunk-store';
import type { DownloadView, Live, StorageView } from '../types';
import { BulkDownloads } from './bulk';
import { DownloadQueue } from './download-queue';
import type { AudioSource } from './transfer/fetch-chunk';
import { DownloadIndex } from './download-index';
import { Space } from './space';
import { SpaceRetry, UNREADY } from './space-retry';
import { Upkeep } from './upkeep';

/** What downloads need from other parts. */
export interface DownloadsDependencies {
  readonly store: ChunkStore;
  readonly source: AudioSource;
  readonly network: Network;
  readonly locks: Locks;
  readonly page: Pick<Page, 'onHide'>;
  readonly space: StorageQuota;
  readonly time: Time;
  readonly random: RandomSource;
  readonly changes: Changes;
  readonly onFault: (fault: unknown) => void;
}

/**
 * The downloads of this device. Only the listener starts, pauses and removes them (C10). One tab works on
 * them, one after the other, and each resumes exactly where it stopped. Downloads belong to the device, so
 * signing in or out does not affect them.
 */
export class Downloads {
  readonly view: LiveValue<ReadonlyMap<string, DownloadView>>;
  readonly storage: Live<StorageView>;
  /** Commands for several downloads. */
  readonly bulk: BulkDownloads;
  readonly #space: Space;
  readonly #persistence: Persistence;
  readonly #index: DownloadIndex;
  readonly #queue: DownloadQueue;
  readonly #upkeep: Upkeep;
  readonly #spaceRetry: SpaceRetry;
  #onRemoved: (lectureId: string) => void = () => undefined;

  constructor(private readonly dependencies: DownloadsDependencies) {
    const { store, changes, time, space, onFault } = dependencies;
    this.#space = new Space(space, onFault);
    this.#persistence = new Persistence(space, onFault);
    this.storage = this.#space.view;
    this.#index = new DownloadIndex(store, changes, time);
    this.view = this.#index.view;
    this.view.subscribe(() => {
      this.#space.show(this.#index.storedBytes(), isFull(this.#index.all()));
    });
    this.#spaceRetry = new SpaceRetry(
      this.#index,
      this.#space,
      time,
      (lectureId) => {
        this.#announce(lectureId);
      },
      onFault,
    );
    this.#upkeep = new Upkeep({
      ...dependencies,
      index: this.#index,
      onRemoved: (lectureId) => {
        this.#onRemoved(lectureId);
      },
    });
    this.#queue = new DownloadQueue({
      ...dependencies,
      index: this.#index,
      hasRoom: (bytes) => this.#space.hasRoom(bytes),
      sendHeartbeat: () => {
        changes.publishElsewhere({ kind: 'download-beat' });
      },
      onConcluded: (lectureId) => this.#concluded(lectureId),
    });
    this.bulk = new BulkDownloads({
      ...{ store, changes, index: this.#index, queue: this.#queue, spaceRetry: this.#spaceRetry },
      measure: () => this.#space.measure(),
      onRemoved: (lectureId) => {
        this.#onRemoved(lectureId);
      },
    });
  }

  /** Reads the downloads, detects evicted ones, and resumes wanted ones. */
  async start(): Promise<void> {
    this.dependencies.changes.onChange((change) => {
      if (change.kind === 'downloads' && !this.#queue.isWorkingOn(change.lectureId)) {
        this.#rereadOne(change.lectureId).catch(this.dependencies.onFault);
      } else if (change.kind === 'download-wanted') {
        // The tab that downloads may be killed, so every tab has to know what is wanted.
        this.#index
          .reread()
          .then(() => {
            this.#queue.wake();
          })
          .catch(this.dependencies.onFault);
      } else if (change.kind === 'download-halted') {
        this.#queue.halt(change.lectureId);
      } else if (change.kind === 'downloads-halted') {
        change.lectureIds.forEach((lectureId) => {
          this.#queue.halt(lectureId);
        });
      } else if (change.kind === 'download-beat') {
        this.#queue.onHeartbeat();
      } else if (change.kind === 'download-damaged') {
        this.#upkeep.foundDamaged(change.sha256);
      }
    });
    await this.#index.reread();
    await this.#upkeep.findEvicted();
    await this.#upkeep.releaseReplaced();
    this.#queue.wake();
    await this.#space.measure();
    this.#spaceRetry.lookRegularly();
  }

  /** Messages of other tabs may have been lost while the page was away. */
  async lookAgain(): Promise<void> {
    const before = this.#index.all().map((download) => [download.lectureId, wholeHashes(download)] as const);
    await this.dependencies.store.probe();
    await this.#index.reread();
    for (const [lectureId, hashes] of before) {
      this.#reportRemoved(lectureId, hashes);
    }
    await this.#spaceRetry.look();
    this.#queue.wake();
  }

  onRemoved(callback: (lectureId: string) => void): void {
    this.#onRemoved = callback;
  }

  /**
   * The download from which the lecture plays, or will play. While a better recording arrives, this is the
   * older one.
   */
  of(lectureId: string): Download | null {
    const download = this.#index.get(lectureId);
    return download === null ? null : (cancelled(download) ?? download);
  }

  /** As {@link Upkeep.isDamaged}. */
  isDamaged(url: string): boolean {
    return this.#upkeep.isDamaged(url);
  }

  /**
   * Downloads a lecture, or fetches what is missing or damaged of its download.
   *
   * @param asset the lecture's present one
   */
  async download(asset: OfferedAsset): Promise<void> {
    const { lectureId } = asset;
    const present = this.#index.get(lectureId);
    const isGone = present?.assetId !== asset.id && this.#queue.isRefusedAsGone(lectureId);
    if (present !== null && (isGone || isSupersededBy(present, asset))) {
      this.#queue.halt(lectureId);
      this.#queue.resetBackoff(lectureId);
      await this.dependencies.store.replace(asset);
      await this.#index.rereadOne(lectureId);
      this.#announce(lectureId);
      await this.#space.measure();
      return;
    }
    const added = await this.#add([asset]);
    if (!added.has(lectureId)) {
      // The row may exist although this tab does not know it, when reading it failed after it was added.
      await this.#index.rereadOne(lectureId);
      await this.#upkeep.lookForDamage(lectureId);
      await this.resume(lectureId);
    }
  }

  /**
   * Downloads lectures that have no download yet, in this order. They are shown at once and stored in one transaction.
   *
   * @param assets the lectures' present ones
   */
  async downloadAll(assets: readonly OfferedAsset[]): Promise<void> {
    await this.#add(assets);
  }

  /** Answers the lectures that have a download only now. */
  async #add(assets: readonly OfferedAsset[]): Promise<ReadonlySet<string>> {
    // The download does not wait for the answer, which may be the listener's.
    this.askToPersist(true).catch(this.dependencies.onFault);
    const nowMs = this.dependencies.time.now();
    // Less than a millisecond apart, so that they keep their order and come before whatever is asked for next.
    const wanted = assets.map((asset, index) => newDownload(asset, nowMs + index / assets.length));
    const added = await this.#index.add(wanted);
    if (added.size > 0) {
      this.dependencies.changes.publishElsewhere({ kind: 'download-wanted' });
      this.#queue.wake();
      await this.#space.measure();
    }
    return added;
  }

  /** Asks the browser to keep what is stored, as {@link Persistence.ask} does, and shows what it says. */
  async askToPersist(byListener: boolean): Promise<void> {
    await this.#persistence.ask(byListener);
    await this.#space.measure();
  }

  pause(lectureId: string): Promise<void> {
    return this.bulk.pause([lectureId]);
  }

  async resume(lectureId: string): Promise<void> {
    const present = this.#index.get(lectureId);
    if (present !== null && present.state !== 'ready') {
      // When the hash of bytes stayed wrong, the manifest may be wrong instead. It is fetched again.
      const manifest = present.problem === 'damaged' ? null : present.manifest;
      this.#queue.resetBackoff(lectureId);
      await this.#index.change(lectureId, { state: 'wanted', problem: null, manifest }, UNREADY);
      await this.#spaceRetry.retry();
      this.#announce(lectureId);
    }
  }

  /** Stops downloading. A recording that was to be replaced stays and becomes the lecture's download again. */
  cancel(lectureId: string): Promise<void> {
    return this.bulk.cancel([lectureId]);
  }

  remove(lectureId: string): Promise<void> {
    return this.bulk.remove([lectureId]);
  }

  async #rereadOne(lectureId: string): Promise<void> {
    const before = wholeHashes(this.#index.get(lectureId));
    await this.#index.rereadOne(lectureId);
    this.#reportRemoved(lectureId, before);
  }

  /** A better recording removes nothing at once, because the older one may be playing. */
  #reportRemoved(lectureId: string, before: readonly string[]): void {
    const present = wholeHashes(this.#index.get(lectureId));
    if (before.some((sha256) => !present.includes(sha256))) {
      this.#onRemoved(lectureId);
    }
  }

  #announce(lectureId: string): void {
    this.dependencies.changes.publishElsewhere({ kind: 'downloads', lectureId });
    this.dependencies.changes.publishElsewhere({ kind: 'download-wanted' });
    this.#queue.wake();
  }

  /** The queue ended a turn of this download. */
  async #concluded(lectureId: string): Promise<void> {
    await this.#index.rereadOne(lectureId);
    await this.#spaceRetry.noteStopped(lectureId);
    this.dependencies.changes.publishElsewhere({ kind: 'downloads', lectureId });
    await this.#upkeep.releaseReplaced();
    await this.#space.measure();
  }
}

function wholeHashes(download: Download | null): string[] {
  return download === null ? [] : playableAssets(download).map(({ sha256 }) => sha256);
}
