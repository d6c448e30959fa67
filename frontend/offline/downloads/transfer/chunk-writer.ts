import type { ChunkStore, StoredChunk } from '../../storage/chunk-store';
import { isOutOfSpace } from '../../storage/storage-errors';

/** Limits memory: at most this many bytes wait for the next transaction, besides those of the running one. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Stores verified chunks of one download durably, many in one transaction. Chunks that arrive during a commit
 * are stored together by the next one. A strict commit of many chunks costs about the same as of one.
 */
export class ChunkWriter {
  #waiting: StoredChunk[] = [];
  #writing: Promise<void> | null = null;
  /** Resolves when the running transaction has ended. Never rejects. */
  #committed: Promise<unknown> = Promise.resolve();
  #declined = false;
  #failed: { readonly failure: unknown } | null = null;

  /** @param onStored is called for each chunk once it is durable */
  constructor(
    private readonly store: ChunkStore,
    private readonly sha256: string,
    private readonly onStored: (index: number) => void,
  ) {}

  /**
   * Accepts a chunk. Resolves once there is room for another.
   *
   * @return whether more chunks are wanted; rejects when the store has failed
   */
  async keep(index: number, bytes: ArrayBuffer): Promise<boolean> {
    this.#throwFailure();
    if (this.#declined) {
      return false;
    }
    this.#waiting.push({ index, bytes });
    this.#writing ??= this.#writeAll();
    while (this.#isFull()) {
      await this.#committed;
    }
    this.#throwFailure();
    return !this.#declined;
  }

  /** Waits until all accepted chunks are stored. Resolves and rejects as `keep`. */
  async settled(): Promise<boolean> {
    await this.#writing;
    this.#throwFailure();
    return !this.#declined;
  }

  #isFull(): boolean {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) >= MOST_WAITING_BYTES;
  }

  /** Never rejects. The next caller gets the failure. */
  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const together = this.#waiting;
        this.#waiting = [];
        const committing = this.#write(together);
        this.#committed = Promise.allSettled([committing]);
        await committing;
      }
    } catch (failure) {
      this.#failed = { failure };
      this.#waiting = [];
    } finally {
      this.#writing = null;
    }
  }

  async #write(chunks: readonly StoredChunk[]): Promise<void> {
    try {
      await this.#store(chunks);
    } catch (failure) {
      if (!isOutOfSpace(failure) || chunks.length === 1) {
        throw failure;
      }
      // Verified chunks should not be fetched again, and some of them may still fit.
      for (const chunk of chunks) {
        await this.#store([chunk]);
      }
    }
  }

  async #store(chunks: readonly StoredChunk[]): Promise<void> {
    const kept = await this.store.putChunks(this.sha256, chunks);
    if (kept !== 'unwanted') {
      for (const { index } of chunks) {
        this.onStored(index);
      }
    }
    this.#declined ||= kept !== 'kept';
  }

  #throwFailure(): void {
    if (this.#failed !== null) {
      throw this.#failed.failure;
    }
  }
}
