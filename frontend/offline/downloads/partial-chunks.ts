import type { ChunkRange, AudioAsset } from '../rules/downloads/download';

/** So many at a time: as many as requests that may break. */
const MOST = 4;

/**
 * The bytes of chunks whose connection broke, kept in memory: on a slow line they took minutes. The hash tells whether
 * they are right, once the chunk is complete.
 */
export class PartialChunks {
  readonly #bytes = new Map<string, Uint8Array>();

  /** Empty where nothing is kept. */
  of(asset: AudioAsset, chunk: ChunkRange | undefined): Uint8Array {
    return this.#bytes.get(nameOf(asset, chunk)) ?? new Uint8Array();
  }

  keep(asset: AudioAsset, chunk: ChunkRange, bytes: Uint8Array): void {
    this.forget(asset, chunk);
    const [oldest] = this.#bytes.keys();
    if (oldest !== undefined && this.#bytes.size >= MOST) {
      this.#bytes.delete(oldest);
    }
    this.#bytes.set(nameOf(asset, chunk), bytes);
  }

  forget(asset: AudioAsset, chunk: ChunkRange | undefined): void {
    this.#bytes.delete(nameOf(asset, chunk));
  }
}

function nameOf({ sha256 }: AudioAsset, chunk: ChunkRange | undefined): string {
  return `${sha256}/${chunk?.index}`;
}
