import type { ChunkRange, AudioAsset } from '../../rules/downloads/download';

/** The largest number of partial chunks: one for each request that may break. */
const MOST = 4;

/**
 * Keeps in memory the bytes of chunks whose connection broke, because on a slow line they took minutes. The
 * hash verifies them once the chunk is complete.
 */
export class PartialChunks {
  readonly #bytes = new Map<string, Uint8Array>();

  /** Empty when nothing is kept. */
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
