import type { Changes } from '../live/changes';
import { LiveValue } from '../live/live';
import type { RandomSource, Locks, Network, StorageQuota, Time } from '../ports';
import { PLAYING_LOCK } from '../platform/lock-names';
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
import type { DownloadView, StorageView } from '../types';
import { DownloadQueue } from './download-queue';
import type { AudioSource } from './fetch-chunk';
import { DownloadIndex } from './download-index';

/** The states from which the listener may resume. A complete download stays complete, even if the view is old. */
const UNREADY = ['wanted', 'paused', 'missing', 'stopped'] as const;

/** What downloads need from other parts. */
export interface DownloadsDependencies {
  readonly store: ChunkStore;
  readonly source: AudioSource;
  readonly network: Network;
  readonly locks: Locks;
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
  readonly storage = new LiveValue<StorageView>({
    downloadedBytes: 0,
    freeBytes: null,
    persisted: null,
    full: false,
  });
  readonly #index: DownloadIndex;
  readonly #queue: DownloadQueue;
  #onRemoved: (lectureId: string) => void = () => undefined;

  constructor(private readonly dependencies: DownloadsDependencies) {
    const { store, changes, time } = dependencies;
    this.#index = new DownloadIndex(store, changes, time);
    this.view = this.#index.view;
    this.view.subscribe(() => {
      this.#showStored();
    });
    this.#queue = new DownloadQueue({
      ...dependencies,
      index: this.#index,
      onConcluded: (lectureId) => this.#concluded(lectureId),
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
            this.#queue.goOn();
          })
          .catch(this.dependencies.onFault);
      } else if (change.kind === 'download-halted') {
        this.#queue.halt(change.lectureId);
      }
    });
    await this.#index.reread();
    await this.#findEvicted();
    await this.#releaseReplaced();
    this.#queue.goOn();
    await this.#measure();
  }

  /** Messages of other tabs may have been lost while the page was away. */
  async lookAgain(): Promise<void> {
    const before = this.#index.all().map((download) => [download.lectureId, wholeHashes(download)] as const);
    await this.dependencies.store.probe();
    await this.#index.reread();
    for (const [lectureId, hashes] of before) {
      this.#tellIfGone(lectureId, hashes);
    }
    this.#queue.goOn();
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

  /** @param asset the lecture's present one */
  async download(asset: OfferedAsset): Promise<void> {
    const { lectureId } = asset;
    if (this.#index.all().length === 0) {
      // Some browsers ask the listener first. The download does not wait for the answer.
      this.dependencies.space
        .persist()
        .then(() => this.#measure())
        .catch(this.dependencies.onFault);
    }
    const present = this.#index.get(lectureId);
    if (present !== null && isSupersededBy(present, asset)) {
      await this.dependencies.store.replace(asset);
    } else if (!(await this.#index.add(newDownload(asset, this.dependencies.time.now())))) {
      // The row may exist although this tab does not know it, when reading it failed after it was added.
      await this.#index.reread();
      await this.resume(lectureId);
      return;
    }
    await this.#index.reread();
    this.#announce(lectureId);
    await this.#measure();
  }

  async pause(lectureId: string): Promise<void> {
    if (this.#index.get(lectureId)?.state === 'wanted') {
      await this.#index.change(lectureId, { state: 'paused' }, ['wanted']);
      this.#halt(lectureId);
    }
  }

  async resume(lectureId: string): Promise<void> {
    const present = this.#index.get(lectureId);
    if (present !== null && present.state !== 'ready') {
      // When the hash of bytes stayed wrong, the manifest may be wrong instead. It is fetched again.
      const manifest = present.problem === 'damaged' ? null : present.manifest;
      await this.#index.change(lectureId, { state: 'wanted', problem: null, manifest }, UNREADY);
      await this.#trySpaceAgain();
      this.#announce(lectureId);
    }
  }

  /** Stops downloading. A recording that was to be replaced stays and becomes the lecture's download again. */
  async cancel(lectureId: string): Promise<void> {
    await this.#takeAway(lectureId, async () => {
      await this.dependencies.store.callOff(lectureId);
    });
  }

  async remove(lectureId: string): Promise<void> {
    await this.#takeAway(lectureId, () => this.dependencies.store.remove(lectureId));
  }

  async #takeAway(lectureId: string, takeAway: () => Promise<void>): Promise<void> {
    if (this.#index.get(lectureId) === null) {
      return;
    }
    this.#halt(lectureId);
    const before = wholeHashes(this.#index.get(lectureId));
    await takeAway();
    this.#index.drop(lectureId);
    await this.#index.reread();
    await this.#trySpaceAgain();
    this.#announce(lectureId);
    this.#tellIfGone(lectureId, before);
    await this.#measure();
  }

  async #rereadOne(lectureId: string): Promise<void> {
    const before = wholeHashes(this.#index.get(lectureId));
    await this.#index.reread();
    this.#tellIfGone(lectureId, before);
  }

  /** A better recording removes nothing at once, because the older one may be playing. */
  #tellIfGone(lectureId: string, before: readonly string[]): void {
    const present = wholeHashes(this.#index.get(lectureId));
    if (before.some((sha256) => !present.includes(sha256))) {
      this.#onRemoved(lectureId);
    }
  }

  /** Detects evicted chunks by their keys, without reading audio. */
  async #findEvicted(): Promise<void> {
    for (const download of this.#index.all()) {
      const { lectureId, state, replaces } = download;
      if (state === 'ready' && !this.#index.isWhole(download)) {
        await this.#index.change(lectureId, { state: 'missing' }, ['ready']);
      }
      if (replaces) {
        const { size } = await this.dependencies.store.storedChunks(replaces.sha256);
        if (size !== replaces.manifest.chunkSha256.length) {
          await this.#index.change(lectureId, { replaces: null });
        }
      }
    }
  }

  /** Deletes replaced recordings once nothing plays in any tab, because one of them may be playing. */
  async #releaseReplaced(): Promise<void> {
    for (const { lectureId, state, replaces } of this.#index.all()) {
      if (state === 'ready' && replaces) {
        const released = await this.dependencies.locks.ifFree(PLAYING_LOCK, () =>
          this.dependencies.store.releaseReplaced(lectureId),
        );
        if (released !== 'busy') {
          await this.#index.reread();
          this.dependencies.changes.publishElsewhere({ kind: 'downloads', lectureId });
          this.#onRemoved(lectureId);
        }
      }
    }
  }

  /** The listener made a choice or freed space, so the waiting queue continues. */
  async #trySpaceAgain(): Promise<void> {
    for (const { lectureId, problem } of this.#index.all()) {
      if (problem === 'no-space') {
        await this.#index.change(lectureId, { state: 'wanted', problem: null }, UNREADY);
      }
    }
  }

  #announce(lectureId: string): void {
    this.dependencies.changes.publishElsewhere({ kind: 'downloads', lectureId });
    this.dependencies.changes.publishElsewhere({ kind: 'download-wanted' });
    this.#queue.goOn();
  }

  /** The queue ended a turn of this download. */
  async #concluded(lectureId: string): Promise<void> {
    await this.#index.reread();
    this.dependencies.changes.publishElsewhere({ kind: 'downloads', lectureId });
    await this.#releaseReplaced();
    await this.#measure();
  }

  #halt(lectureId: string): void {
    this.#queue.halt(lectureId);
    this.dependencies.changes.publishElsewhere({ kind: 'download-halted', lectureId });
  }

  #showStored(): void {
    const shown = this.storage.get();
    const downloadedBytes = this.#index.storedBytes();
    const full = isFull(this.#index.all());
    if (downloadedBytes !== shown.downloadedBytes || full !== shown.full) {
      this.storage.set({ ...shown, downloadedBytes, full });
    }
  }

  /** Only shown: no download depends on whether the browser reports free space. */
  async #measure(): Promise<void> {
    try {
      const [freeBytes, persisted] = await Promise.all([
        this.dependencies.space.freeBytes(),
        this.dependencies.space.isPersisted(),
      ]);
      this.storage.set({ ...this.storage.get(), freeBytes, persisted });
    } catch (fault) {
      this.dependencies.onFault(fault);
    }
  }
}

function wholeHashes(download: Download | null): string[] {
  return download === null ? [] : playableAssets(download).map(({ sha256 }) => sha256);
}
