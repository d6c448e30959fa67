import type { Changes } from '../live/changes';
import { cancelled, playableAssets, type Download } from '../rules/downloads/download';
import type { ChunkStore } from '../storage/chunk-store';
import { isOutOfSpace } from '../storage/storage-errors';
import type { DownloadIndex } from './download-index';
import type { DownloadQueue } from './download-queue';
import type { SpaceRetry } from './space-retry';

/** What commands for several downloads need from other parts. */
export interface BulkDependencies {
  readonly index: DownloadIndex;
  readonly queue: Pick<DownloadQueue, 'halt' | 'resetBackoff' | 'wake'>;
  readonly store: ChunkStore;
  readonly changes: Changes;
  readonly spaceRetry: Pick<SpaceRetry, 'retry'>;
  /** Looks how much room there is now. */
  readonly measure: () => Promise<void>;
  /** Complete recordings of this lecture left the device. */
  readonly onRemoved: (lectureId: string) => void;
}

/**
 * Commands of the listener for several downloads. Each is shown at once and stored in one transaction, so that a reload
 * finds all of it or nothing, and none of the others begins meanwhile.
 */
export class BulkDownloads {
  constructor(private readonly dependencies: BulkDependencies) {}

  /** Of these, pauses those that are under way. */
  async pause(lectureIds: readonly string[]): Promise<void> {
    await this.#change(lectureIds, 'wanted', 'paused');
  }

  /** Of these, resumes those that are paused. */
  async resume(lectureIds: readonly string[]): Promise<void> {
    lectureIds.forEach((lectureId) => {
      this.dependencies.queue.resetBackoff(lectureId);
    });
    await this.#change(lectureIds, 'paused', 'wanted');
    await this.dependencies.spaceRetry.retry();
    this.dependencies.queue.wake();
  }

  /** Of these, cancels those that are not complete. A recording that was to be replaced stays. */
  cancel(lectureIds: readonly string[]): Promise<void> {
    const isUnready = (one: Download) => one.state !== 'ready';
    return this.#takeAway(this.#present(lectureIds).filter(isUnready), cancelled, (ids) =>
      this.dependencies.store.cancelAll(ids),
    );
  }

  /** Removes all recordings of these. */
  remove(lectureIds: readonly string[]): Promise<void> {
    return this.#takeAway(
      this.#present(lectureIds),
      () => null,
      (ids) => this.dependencies.store.removeAll(ids),
    );
  }

  #present(lectureIds: readonly string[]): Download[] {
    return lectureIds.map((id) => this.dependencies.index.get(id)).filter((one) => one !== null);
  }

  async #change(
    lectureIds: readonly string[],
    from: Download['state'],
    to: 'paused' | 'wanted',
  ): Promise<void> {
    const { index, store } = this.dependencies;
    const changed = this.#present(lectureIds).filter(({ state }) => state === from);
    if (changed.length === 0) {
      return;
    }
    const ids = changed.map(({ lectureId }) => lectureId);
    index.showInstead(new Map(changed.map((one) => [one.lectureId, { ...one, state: to, problem: null }])));
    if (to === 'paused') {
      this.#halt(ids);
    }
    try {
      await store.changeAll(ids, { state: to, problem: null }, [from]);
    } catch (failure) {
      if (!isOutOfSpace(failure)) {
        await index.reread();
        throw failure;
      }
    }
    // What could not be stored for want of room is kept in memory, one by one.
    for (const id of index.unwrittenOf(ids)) {
      await index.change(id, { state: to, problem: null }, [from]);
    }
    await this.#conclude();
  }

  async #takeAway(
    present: readonly Download[],
    after: (download: Download) => Download | null,
    takeAway: (lectureIds: readonly string[]) => Promise<void>,
  ): Promise<void> {
    if (present.length === 0) {
      return;
    }
    const { index, spaceRetry, queue, measure, onRemoved } = this.dependencies;
    const ids = present.map(({ lectureId }) => lectureId);
    index.showInstead(new Map(present.map((one) => [one.lectureId, after(one)])));
    this.#halt(ids);
    try {
      await takeAway(ids);
      ids.forEach((id) => {
        index.drop(id);
      });
    } finally {
      await this.#conclude();
    }
    await spaceRetry.retry();
    queue.wake();
    for (const one of present) {
      const left = index.get(one.lectureId);
      const hashes = left === null ? [] : playableAssets(left).map(({ sha256 }) => sha256);
      if (playableAssets(one).some(({ sha256 }) => !hashes.includes(sha256))) {
        onRemoved(one.lectureId);
      }
    }
    await measure();
  }

  #halt(lectureIds: readonly string[]): void {
    lectureIds.forEach((lectureId) => {
      this.dependencies.queue.halt(lectureId);
    });
    this.dependencies.changes.publishElsewhere({ kind: 'downloads-halted', lectureIds });
  }

  /** Shows what is stored now, here and in the other tabs. */
  async #conclude(): Promise<void> {
    await this.dependencies.index.reread();
    this.dependencies.changes.publishElsewhere({ kind: 'download-wanted' });
  }
}
