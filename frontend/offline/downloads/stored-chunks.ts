import { chunkRange, type Manifest } from '../rules/downloads/download';

/**
 * The stored chunks of one recording, with how many bytes they are: one more chunk is counted without looking at the
 * others.
 */
export class StoredChunks {
  readonly #indexes: Set<number>;
  /** What the bytes were counted by; null before they were. */
  #manifest: Manifest | null = null;
  #bytes = 0;

  constructor(indexes: Iterable<number> = []) {
    this.#indexes = new Set(indexes);
  }

  get indexes(): ReadonlySet<number> {
    return this.#indexes;
  }

  add(index: number): void {
    if (!this.#indexes.has(index)) {
      this.#indexes.add(index);
      this.#bytes += this.#manifest === null ? 0 : lengthOf(this.#manifest, index);
    }
  }

  /** How many bytes are stored; 0 while the manifest is not known. */
  bytesBy(manifest: Manifest | null): number {
    if (manifest === null) {
      return 0;
    }
    if (this.#manifest?.chunkSizeBytes !== manifest.chunkSizeBytes) {
      this.#manifest = manifest;
      this.#bytes = [...this.#indexes].reduce((sum, index) => sum + lengthOf(manifest, index), 0);
    }
    return this.#bytes;
  }
}

function lengthOf(manifest: Manifest, index: number): number {
  const { firstByte, lastByte } = chunkRange(manifest, index);
  return lastByte + 1 - firstByte;
}
