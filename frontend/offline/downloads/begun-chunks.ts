import type { ChunkRange, Recording } from '../rules/download';

/** So many at a time: as many as requests that may break. */
const MOST = 4;

/**
 * What arrived of chunks that a connection broke in, kept for as long as this process lives: on a slow line that is
 * minutes of it. Whether it is right tells the hash, once the chunk is whole.
 */
export class BegunChunks {
  readonly #bytes = new Map<string, Uint8Array>();

  /** Empty where nothing is kept. */
  of(recording: Recording, chunk: ChunkRange | undefined): Uint8Array {
    return this.#bytes.get(nameOf(recording, chunk)) ?? new Uint8Array();
  }

  keep(recording: Recording, chunk: ChunkRange, bytes: Uint8Array): void {
    this.forget(recording, chunk);
    const [oldest] = this.#bytes.keys();
    if (oldest !== undefined && this.#bytes.size >= MOST) {
      this.#bytes.delete(oldest);
    }
    this.#bytes.set(nameOf(recording, chunk), bytes);
  }

  forget(recording: Recording, chunk: ChunkRange | undefined): void {
    this.#bytes.delete(nameOf(recording, chunk));
  }
}

function nameOf({ sha256 }: Recording, chunk: ChunkRange | undefined): string {
  return `${sha256}/${chunk?.index}`;
}
