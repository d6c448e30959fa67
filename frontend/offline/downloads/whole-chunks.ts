import { chunkRange, type Described } from '../rules/download';
import type { ChunkStore } from '../store/chunk-store';
import { isOutOfSpace } from '../store/storage-errors';
import { sha256Of, type AudioSource } from './fetch-chunk';

/** Chunks of whole recordings, as they are played. */
export class WholeChunks {
  /** What this process has read and found right, so that a hash is paid once and not at every seek. */
  readonly #verified = new Set<string>();

  constructor(
    private readonly store: ChunkStore,
    private readonly source: AudioSource,
    private readonly networkMayBeThere: () => boolean,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /**
   * One chunk's bytes from the store, verified when they are read for the first time; where they are
   * missing, damaged or cannot be read, healed from the network. Null when neither has them, or the recording
   * was removed: nothing heals what nobody keeps.
   */
  async read(recording: Described, index: number, signal: AbortSignal): Promise<ArrayBuffer | null> {
    const stored = await this.#stored(recording, index);
    if (stored !== undefined && (await this.#isRight(recording, index, stored))) {
      return stored;
    }
    return this.networkMayBeThere() && !(await this.#isRemoved(recording))
      ? this.#heal(recording, index, signal)
      : null;
  }

  async #isRemoved({ sha256 }: Described): Promise<boolean> {
    try {
      return (await this.store.whole(sha256)) === undefined;
    } catch (failure) {
      this.onFault(failure);
      return false;
    }
  }

  /** What the store cannot read is as good as missing: a bad sector, a connection that is gone for good. */
  async #stored(recording: Described, index: number): Promise<ArrayBuffer | undefined> {
    try {
      return await this.store.chunk(recording.sha256, index);
    } catch (failure) {
      this.onFault(failure);
      return undefined;
    }
  }

  async #isRight(recording: Described, index: number, bytes: ArrayBuffer): Promise<boolean> {
    const { firstByte, lastByte, sha256 } = chunkRange(recording.manifest, index);
    if (bytes.byteLength !== lastByte + 1 - firstByte) {
      return false;
    }
    const name = `${recording.sha256}/${index}`;
    if (!this.#verified.has(name)) {
      if ((await sha256Of(bytes)) !== sha256) {
        return false;
      }
      this.#verified.add(name);
    }
    return true;
  }

  async #heal(recording: Described, index: number, signal: AbortSignal): Promise<ArrayBuffer | null> {
    const bytes = await this.source.chunk(recording, chunkRange(recording.manifest, index), signal);
    if (bytes !== null) {
      try {
        await this.store.putChunks(recording.sha256, [{ index, bytes }]);
      } catch (failure) {
        // It can be heard now, and is healed another time.
        if (!isOutOfSpace(failure)) {
          this.onFault(failure);
        }
      }
    }
    return bytes;
  }
}
