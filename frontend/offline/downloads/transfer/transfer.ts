import {
  allChunks,
  runsOf,
  type ChunkRange,
  type DescribedAsset,
  type Download,
} from '../../rules/downloads/download';
import type { ChunkStore } from '../../storage/chunk-store';
import { isOutOfSpace } from '../../storage/storage-errors';
import { ChunkWriter } from './chunk-writer';
import type { AudioSource, Failure, ReadChunks } from './fetch-chunk';

/** How one download's turn ended. */
export type Transferred = 'ready' | 'unavailable' | 'refused' | 'gone' | 'damaged' | 'no-space' | 'removed';

type Hindrance = Exclude<Transferred, 'ready'> | 'no-ranges';

/** The number of concurrent requests of one download. */
const PARALLEL = 2;
/** How often bytes with a wrong hash are fetched again before the download stops. */
const MOST_TRIES = 3;

/**
 * Completes one download. It fetches only missing chunks, verifies each before it is stored, and stores each
 * before it is counted. However it ends, verified chunks are stored first.
 */
export class Transfer {
  constructor(
    private readonly store: ChunkStore,
    private readonly source: AudioSource,
    /** Whether so many bytes more may be stored. */
    private readonly hasRoom: (bytes: number) => Promise<boolean>,
    private readonly onStored: (download: Download, chunk: number) => void,
  ) {}

  /** Rejects only with the signal's reason, or when the store fails for a reason other than space. */
  async run(wanted: Download, signal: AbortSignal): Promise<Transferred> {
    try {
      const download = await this.#withManifest(wanted, signal);
      if (typeof download === 'string') {
        return download;
      }
      const failure = await this.#fetchMissing(download, signal);
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

  async #withManifest(
    download: Download,
    signal: AbortSignal,
  ): Promise<DescribedAsset<Download> | Transferred> {
    if (download.manifest !== null) {
      return { ...download, manifest: download.manifest };
    }
    const fetched = await this.source.manifest(download, signal);
    if (fetched.kind !== 'fetched') {
      return fetched.kind;
    }
    const manifest = fetched.value;
    const changed = await this.store.describe(download.lectureId, manifest);
    return changed === undefined ? 'removed' : { ...changed, manifest };
  }

  async #fetchMissing(
    download: DescribedAsset<Download>,
    signal: AbortSignal,
  ): Promise<Exclude<Transferred, 'ready'> | null> {
    const stored = await this.store.storedChunks(download.sha256);
    const writer = new ChunkWriter(this.store, download.sha256, (index) => {
      stored.add(index);
      this.onStored(download, index);
    });
    const isMissing = ({ index }: ChunkRange) => !stored.has(index);
    const missing = allChunks(download.manifest).filter(isMissing);
    if (!(await this.hasRoom(lengthOf(missing)))) {
      return 'no-space'; // Known before a byte is fetched.
    }
    const queue = runsOf(missing, this.source.mostRequestBytes);
    const fetching = new RunFetching(this.source, download, queue, writer, this.hasRoom, signal);
    const outcomes = await allSettled(
      Array.from({ length: PARALLEL }, () => fetching.fetchSome()),
      () => writer.settled(),
    );
    if (outcomes.includes('no-ranges')) {
      return this.#fetchWhole(download, stored, writer, signal);
    }
    return outcomes.find((outcome) => outcome !== null && outcome !== 'no-ranges') ?? null;
  }

  /** Reads the whole body once. Chunks with a wrong hash are left out, and stored chunks stay. */
  async #fetchWhole(
    download: DescribedAsset<Download>,
    stored: ReadonlySet<number>,
    writer: ChunkWriter,
    signal: AbortSignal,
  ): Promise<Exclude<Transferred, 'ready'> | null> {
    const reading = this.source.whole(
      download,
      allChunks(download.manifest),
      ({ index }) => stored.has(index),
      signal,
      (chunk, bytes) => writer.keep(chunk.index, bytes),
    );
    const outcomes = await allSettled([reading.then(outcomeOfWhole)], () => writer.settled());
    return outcomes[0] ?? null;
  }
}

function outcomeOfWhole(ended: ReadChunks | Failure): Exclude<Transferred, 'ready'> | null {
  switch (ended.kind) {
    case 'complete':
      return ended.damaged.length > 0 ? 'damaged' : null;
    case 'declined':
      return 'removed';
    default:
      return ended.kind;
  }
}

function lengthOf(chunks: readonly ChunkRange[]): number {
  return chunks.reduce((sum, { firstByte, lastByte }) => sum + lastByte + 1 - firstByte, 0);
}

/** Several fetchers take runs from one list. Each has one request at a time. */
class RunFetching {
  readonly #tries = new Map<number, number>();

  /** @param queue runs are removed from it */
  constructor(
    private readonly source: AudioSource,
    private readonly download: DescribedAsset<Download>,
    private readonly queue: ChunkRange[][],
    private readonly writer: ChunkWriter,
    private readonly hasRoom: (bytes: number) => Promise<boolean>,
    private readonly signal: AbortSignal,
  ) {}

  /** Fetches runs until none is left; null when nothing failed. */
  async fetchSome(): Promise<Hindrance | null> {
    let damaged: Hindrance | null = null;
    try {
      for (let run = this.queue.shift(); run !== undefined; run = this.queue.shift()) {
        // Others may fill the device meanwhile.
        const outcome = (await this.hasRoom(lengthOf(run))) ? await this.#fetch(run) : 'no-space';
        if (outcome === 'damaged') {
          damaged = outcome; // Only this chunk failed. The others are worth fetching.
        } else if (outcome !== null) {
          this.queue.length = 0;
          return outcome;
        }
      }
      return damaged;
    } catch (failure) {
      this.queue.length = 0; // The other fetchers finish their chunks and stop.
      throw failure;
    }
  }

  async #fetch(run: ChunkRange[]): Promise<Hindrance | null> {
    const ended = await this.source.chunks(this.download, run, this.signal, (chunk, bytes) =>
      this.writer.keep(chunk.index, bytes),
    );
    switch (ended.kind) {
      case 'complete':
        return this.#again(ended.damaged);
      case 'declined':
        return 'removed';
      case 'damaged':
        return this.#again(run);
      default:
        return ended.kind;
    }
  }

  /** Fetches chunks with a wrong hash again, and gives up when they stay wrong. */
  #again(damaged: readonly ChunkRange[]): 'damaged' | null {
    let outcome: 'damaged' | null = null;
    for (const chunk of damaged) {
      const tries = (this.#tries.get(chunk.index) ?? 0) + 1;
      this.#tries.set(chunk.index, tries);
      if (tries < MOST_TRIES) {
        this.queue.push([chunk]);
      } else {
        outcome = 'damaged';
      }
    }
    return outcome;
  }
}

/**
 * Waits for all of them and then for `last`, however they end. Rejects with the store's failure before any
 * other, because it may have caused the others.
 */
async function allSettled<T>(works: ReadonlyArray<Promise<T>>, last: () => Promise<unknown>): Promise<T[]> {
  const ended = await Promise.allSettled(works);
  await last();
  return ended.map((one) => {
    if (one.status === 'rejected') {
      throw one.reason;
    }
    return one.value;
  });
}
