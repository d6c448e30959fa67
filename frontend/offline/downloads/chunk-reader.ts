import { chunkRange, type DescribedAsset } from '../rules/downloads/download';
import type { ChunkStore } from '../storage/chunk-store';
import { isOutOfSpace } from '../storage/storage-errors';
import { isIntact } from './damage';
import type { AudioSource } from './transfer/fetch-chunk';

/** Reads the chunks of complete audio assets for playback. Repairs missing and damaged ones from the network. */
export class ChunkReader {
  /** Chunks that this process has verified, so that a hash is computed once and not at every seek. */
  readonly #verified = new Set<string>();

  constructor(
    private readonly store: ChunkStore,
    private readonly source: AudioSource,
    private readonly networkMayBeThere: () => boolean,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /**
   * One chunk's bytes from the store. They are verified when they are read for the first time. A chunk that
   * is missing, damaged or unreadable is fetched from the network. Null when neither has it, or the recording
   * was removed meanwhile: then nothing is repaired.
   */
  async read(asset: DescribedAsset, index: number, signal: AbortSignal): Promise<ArrayBuffer | null> {
    const stored = await this.#stored(asset, index);
    if (stored !== undefined && (await this.#isRight(asset, index, stored))) {
      return stored;
    }
    return this.networkMayBeThere() && !(await this.#isRemoved(asset))
      ? this.#heal(asset, index, signal)
      : null;
  }

  async #isRemoved({ sha256 }: DescribedAsset): Promise<boolean> {
    try {
      return (await this.store.whole(sha256)) === undefined;
    } catch (failure) {
      this.onFault(failure);
      return false;
    }
  }

  /**
   * A chunk that the store cannot read counts as missing, for instance because of a bad sector or a lost
   * connection.
   */
  async #stored(asset: DescribedAsset, index: number): Promise<ArrayBuffer | undefined> {
    try {
      return await this.store.chunk(asset.sha256, index);
    } catch (failure) {
      this.onFault(failure);
      return undefined;
    }
  }

  async #isRight(asset: DescribedAsset, index: number, bytes: ArrayBuffer): Promise<boolean> {
    const { firstByte, lastByte } = chunkRange(asset.manifest, index);
    const name = `${asset.sha256}/${index}`;
    if (this.#verified.has(name)) {
      return bytes.byteLength === lastByte + 1 - firstByte;
    }
    const isRight = await isIntact(asset, index, bytes);
    if (isRight) {
      this.#verified.add(name);
    }
    return isRight;
  }

  async #heal(asset: DescribedAsset, index: number, signal: AbortSignal): Promise<ArrayBuffer | null> {
    const bytes = await this.source.chunk(asset, chunkRange(asset.manifest, index), signal);
    if (bytes !== null) {
      try {
        await this.store.putChunks(asset.sha256, [{ index, bytes }]);
      } catch (failure) {
        // The chunk can be played now. A later read repairs the store.
        if (!isOutOfSpace(failure)) {
          this.onFault(failure);
        }
      }
    }
    return bytes;
  }
}
