import type { Changes } from '../live/changes';
import { PLAYING_LOCK } from '../platform/lock-names';
import type { Locks } from '../ports';
import type { ChunkStore } from '../storage/chunk-store';
import { removeDamagedChunks } from './damage';
import type { DownloadIndex } from './download-index';

/** What the upkeep needs from other parts. */
export interface UpkeepDependencies {
  readonly store: ChunkStore;
  readonly index: DownloadIndex;
  readonly locks: Locks;
  readonly changes: Changes;
  /** Is told when a recording can no longer be played from this device. */
  readonly onRemoved: (lectureId: string) => void;
}

/** Finds recordings that are no longer whole, and deletes those that were replaced. */
export class Upkeep {
  /** Hashes of recordings of which the worker found a part damaged or missing, since the start. */
  readonly #damaged = new Set<string>();

  constructor(private readonly dependencies: UpkeepDependencies) {}

  /** The worker found a part of this recording damaged or missing. */
  foundDamaged(sha256: string): void {
    this.#damaged.add(sha256);
  }

  /** Whether the worker found what is at this address damaged. */
  isDamaged(url: string): boolean {
    return this.dependencies.index
      .all()
      .some((download) => download.url === url && this.#damaged.has(download.sha256));
  }

  /** What is not right any more is missing: the rest of the download stays. */
  async lookForDamage(lectureId: string): Promise<void> {
    const download = this.dependencies.index.get(lectureId);
    if (download?.state === 'ready' && download.manifest !== null) {
      const { sha256, manifest } = download;
      await removeDamagedChunks(this.dependencies.store, { ...download, manifest });
      this.#damaged.delete(sha256);
      await this.dependencies.index.rereadOne(lectureId);
      if (!this.dependencies.index.isWhole(download)) {
        await this.dependencies.index.change(lectureId, { state: 'missing' }, ['ready']);
        this.dependencies.onRemoved(lectureId);
      }
    }
  }

  /** Detects evicted chunks by their keys, without reading audio. */
  async findEvicted(): Promise<void> {
    for (const download of this.dependencies.index.all()) {
      const { lectureId, state, replaces } = download;
      if (state === 'ready' && !this.dependencies.index.isWhole(download)) {
        await this.dependencies.index.change(lectureId, { state: 'missing' }, ['ready']);
      }
      if (replaces) {
        const { size } = await this.dependencies.store.storedChunks(replaces.sha256);
        if (size !== replaces.manifest.chunkSha256.length) {
          await this.dependencies.index.change(lectureId, { replaces: null });
        }
      }
    }
  }

  /** Deletes replaced recordings once nothing plays in any tab, because one of them may be playing. */
  async releaseReplaced(): Promise<void> {
    for (const { lectureId, state, replaces } of this.dependencies.index.all()) {
      if (state === 'ready' && replaces) {
        const released = await this.dependencies.locks.ifFree(PLAYING_LOCK, () =>
          this.dependencies.store.releaseReplaced(lectureId),
        );
        if (released !== 'busy') {
          await this.dependencies.index.rereadOne(lectureId);
          this.dependencies.changes.publishElsewhere({ kind: 'downloads', lectureId });
          this.dependencies.onRemoved(lectureId);
        }
      }
    }
  }
}
