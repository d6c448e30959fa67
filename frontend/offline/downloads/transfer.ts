import { chunkRange, missingChunks, type ChunkRange, type Download, type Manifest } from '../rules/download';
import type { ChunkStore } from '../store/chunk-store';
import type { AudioSource } from './fetch-chunk';

/** How one download's turn ended. */
export type Transferred = 'ready' | 'unavailable' | 'gone' | 'damaged' | 'no-space' | 'removed';

/** How many chunks of one download are fetched at a time. */
const PARALLEL = 2;
/** How often bytes that do not match are fetched again before the listener is told. */
const MOST_TRIES = 3;

/**
 * Brings one download from where it stands to ready: only chunks that are missing are fetched, each is
 * verified before it is stored and stored before it is counted.
 */
export class Transfer {
  constructor(
    private readonly store: ChunkStore,
    private readonly source: AudioSource,
    private readonly onStored: (download: Download, chunk: number) => void,
  ) {}

  /** Rejects only with the signal's reason, or when the store fails for another reason than space. */
  async run(wanted: Download, signal: AbortSignal): Promise<Transferred> {
    try {
      const download = await this.#withManifest(wanted, signal);
      if (typeof download === 'string') {
        return download;
      }
      const stored = await this.store.storedChunks(download.sha256);
      const chunks = missingChunks(download.manifest, stored);
      const outcomes = await Promise.all(
        Array.from({ length: PARALLEL }, () => this.#fetchSome(download, chunks, signal)),
      );
      const failure = outcomes.find((outcome) => outcome !== null);
      if (failure !== undefined) {
        return failure;
      }
      return (await this.store.completeIfWhole(download.lectureId)) ? 'ready' : 'removed';
    } catch (failure) {
      if (isOutOfSpace(failure)) {
        return 'no-space';
      }
      throw failure;
    }
  }

  async #withManifest(
    download: Download,
    signal: AbortSignal,
  ): Promise<(Download & { readonly manifest: Manifest }) | Transferred> {
    if (download.manifest !== null) {
      return { ...download, manifest: download.manifest };
    }
    const fetched = await this.source.manifest(download, signal);
    if (fetched.kind !== 'fetched') {
      return fetched.kind;
    }
    const changed = await this.store.change(download.lectureId, { manifest: fetched.value });
    return changed === undefined ? 'removed' : { ...changed, manifest: fetched.value };
  }

  /** Takes chunks from the shared list until it is empty; null when nothing went wrong. */
  async #fetchSome(
    download: Download & { readonly manifest: Manifest },
    chunks: ChunkRange[],
    signal: AbortSignal,
  ): Promise<Exclude<Transferred, 'ready'> | null> {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
      const outcome = await this.#fetchOne(download, chunk, signal);
      if (outcome !== null) {
        chunks.length = 0; // The others finish what they have, and stop.
        return outcome;
      }
    }
    return null;
  }

  async #fetchOne(
    download: Download,
    range: ChunkRange,
    signal: AbortSignal,
  ): Promise<Exclude<Transferred, 'ready'> | null> {
    for (let tries = 1; ; tries++) {
      const fetched = await this.source.chunk(download, range, signal);
      if (fetched.kind === 'fetched') {
        const kept = await this.store.putChunk(download.sha256, range.index, fetched.value);
        if (kept) {
          this.onStored(download, range.index);
        }
        return kept ? null : 'removed';
      }
      if (fetched.kind !== 'damaged' || tries === MOST_TRIES) {
        return fetched.kind;
      }
    }
  }
}

/**
 * One chunk of a ready download: from the store, or, where it is missing, healed from the network.
 * Null when neither has it.
 */
export async function chunkOrHealed(
  store: ChunkStore,
  source: AudioSource,
  download: Download & { readonly manifest: Manifest },
  index: number,
  signal: AbortSignal,
  networkMayBeThere: boolean,
): Promise<ArrayBuffer | null> {
  const range = chunkRange(download.manifest, index);
  const stored = await store.chunk(download.sha256, index);
  if (stored?.byteLength === range.lastByte + 1 - range.firstByte) {
    return stored;
  }
  if (!networkMayBeThere) {
    return null;
  }
  const fetched = await source.chunk(download, range, signal);
  if (fetched.kind !== 'fetched') {
    return null;
  }
  await store.putChunk(download.sha256, index, fetched.value);
  return fetched.value;
}

function isOutOfSpace(failure: unknown): boolean {
  return failure instanceof Error && failure.name === 'QuotaExceededError';
}
