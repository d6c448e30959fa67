import { chunkRange, missingChunks, type ChunkRange, type Download, type Manifest } from '../rules/download';
import type { ChunkStore } from '../store/chunk-store';
import type { AudioSource } from './fetch-chunk';

/** How one download's turn ended. */
export type Transferred = 'ready' | 'unavailable' | 'gone' | 'damaged' | 'no-space' | 'removed';

type Described = Download & { readonly manifest: Manifest };
type Hindrance = Exclude<Transferred, 'ready'> | 'no-ranges';

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
      const failure = await this.#fetchAll(download, chunks, signal);
      if (failure !== null) {
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

  async #withManifest(download: Download, signal: AbortSignal): Promise<Described | Transferred> {
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

  async #fetchAll(
    download: Described,
    chunks: readonly ChunkRange[],
    signal: AbortSignal,
  ): Promise<Exclude<Transferred, 'ready'> | null> {
    const queue = [...chunks];
    const ended = await Promise.allSettled(
      Array.from({ length: PARALLEL }, () => this.#fetchSome(download, queue, signal)),
    );
    const outcomes = ended.map((one) => {
      if (one.status === 'rejected') {
        throw one.reason;
      }
      return one.value;
    });
    if (outcomes.includes('no-ranges')) {
      return this.#fetchWhole(download, signal);
    }
    return outcomes.find((outcome) => outcome !== null && outcome !== 'no-ranges') ?? null;
  }

  /** Takes chunks from the shared list until it is empty; null when nothing went wrong. */
  async #fetchSome(download: Described, queue: ChunkRange[], signal: AbortSignal): Promise<Hindrance | null> {
    let outcome: Hindrance | null = null;
    try {
      for (let chunk = queue.shift(); chunk !== undefined && outcome === null; chunk = queue.shift()) {
        outcome = await this.#fetchOne(download, chunk, signal);
      }
      return outcome;
    } finally {
      queue.length = 0; // After a failure the others finish what they have, and stop.
    }
  }

  /** One pass over the whole body: what does not match is left out, what is stored stays as it is. */
  async #fetchWhole(download: Described, signal: AbortSignal): Promise<Exclude<Transferred, 'ready'> | null> {
    const stored = await this.store.storedChunks(download.sha256);
    const fetched = await this.source.whole(
      download,
      signal,
      async (index, bytes) => stored.has(index) || (await this.#keep(download, index, bytes)),
    );
    if (fetched.kind !== 'fetched') {
      return fetched.kind;
    }
    return fetched.value ? null : 'removed';
  }

  async #keep(download: Download, index: number, bytes: ArrayBuffer): Promise<boolean> {
    const kept = await this.store.putChunk(download.sha256, index, bytes);
    if (kept) {
      this.onStored(download, index);
    }
    return kept;
  }

  async #fetchOne(download: Download, range: ChunkRange, signal: AbortSignal): Promise<Hindrance | null> {
    for (let tries = 1; ; tries++) {
      const fetched = await this.source.chunk(download, range, signal);
      if (fetched.kind === 'fetched') {
        return (await this.#keep(download, range.index, fetched.value)) ? null : 'removed';
      }
      if (fetched.kind !== 'damaged' || tries === MOST_TRIES) {
        return fetched.kind;
      }
    }
  }
}

/**
 * One chunk of a ready download: from the store, or, where it is missing, healed from the network.
 * Null when neither has it. A stored chunk was verified before it was stored, strictly; when it is read
 * only its length is looked at, because hashing 1 MiB would be paid at every seek.
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
  try {
    await store.putChunk(download.sha256, index, fetched.value);
  } catch (failure) {
    if (!isOutOfSpace(failure)) {
      throw failure;
    }
    // It can be heard now, and is healed another time.
  }
  return fetched.value;
}

function isOutOfSpace(failure: unknown): boolean {
  return failure instanceof Error && failure.name === 'QuotaExceededError';
}
