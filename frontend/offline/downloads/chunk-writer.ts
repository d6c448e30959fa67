import type { ChunkStore, StoredChunk } from '../storage/chunk-store';
import { isOutOfSpace } from '../storage/storage-errors';

/** Memory's bound: so many bytes at most wait for the transaction before theirs, beside what it writes. */
const MOST_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Stores one download's verified chunks durably, many in a transaction: what arrives while one is being
 * committed goes together into the next. A strict commit costs about the same for one as for many.
 */
export class ChunkWriter {
  #waiting: StoredChunk[] = [];
  #writing: Promise<void> | null = null;
  /** Ends with the transaction under way. Never rejects. */
  #committed: Promise<unknown> = Promise.resolve();
  #declined = false;
  #failed: { readonly failure: unknown } | null = null;

  /** @param onStored is told of each chunk once it is durable */
  constructor(
    private readonly store: ChunkStore,
    private readonly sha256: string,
    private readonly onStored: (index: number) => void,
  ) {}

  /**
   * Takes a chunk over, and answers once there is room for another.
   *
   * @return whether more are wanted; rejects when the store has failed
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

  /** Waits until all that was taken over is stored; answers and rejects as `keep`. */
  async settled(): Promise<boolean> {
    await this.#writing;
    this.#throwFailure();
    return !this.#declined;
  }

  #isFull(): boolean {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes.byteLength, 0) >= MOST_WAITING_BYTES;
  }

  /** Never rejects: whoever asks next is told. */
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
      // What was verified is not to be fetched again: some of them may fit.
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
