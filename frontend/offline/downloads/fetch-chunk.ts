import type { Time } from '../ports';
import {
  allChunks,
  describes,
  type ChunkRange,
  type DescribedAsset,
  type Manifest,
  type AudioAsset,
} from '../rules/downloads/download';
import { failureOf, isOtherAudio, isRange, isWholeFile } from './audio-responses';
import { UNAVAILABLE, withStallTimeout, type Attempt } from './attempt';
import { PartialChunks } from './partial-chunks';
import { ExactReader } from './exact-reader';

/** Fetching what a download needs. An expected failure is a value; only an abort by the caller throws. */

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Failure =
  /** No connection, a stall, 5xx, a sign-in page in between: another time. */
  | { readonly kind: 'unavailable' }
  /** The server has it no more. */
  | { readonly kind: 'gone' }
  /** The bytes are not what they should be. */
  | { readonly kind: 'damaged' };

export type Fetched<T> = { readonly kind: 'fetched'; readonly value: T } | Failure;

/** How reading chunks ended without a failure. */
export type ReadChunks =
  /** Read to the end. Chunks that did not match were not handed over. */
  | { readonly kind: 'complete'; readonly damaged: readonly ChunkRange[] }
  /** The receiver wanted no more chunks. */
  | { readonly kind: 'declined' };

/** The server answers with the whole, whatever range it is asked for. */
export type NoRanges = { readonly kind: 'no-ranges' };

/** Is given each verified chunk, in order, and answers whether to go on. */
export type OnChunk = (chunk: ChunkRange, bytes: ArrayBuffer) => Promise<boolean>;

const DAMAGED = { kind: 'damaged' } as const;

/** What one request asks for: enough that a round trip costs little, whatever the chunks' size. */
const MOST_REQUEST_BYTES = 4 * 1024 * 1024;

export class AudioSource {
  readonly #partialChunks = new PartialChunks();

  /** @param mostRequestBytes of a run of chunks; a single chunk may be longer */
  constructor(
    private readonly fetch: Fetch,
    private readonly time: Time,
    readonly mostRequestBytes = MOST_REQUEST_BYTES,
  ) {}

  /** What the asset's chunks are verified against, beside the audio. */
  manifest(asset: AudioAsset, signal: AbortSignal): Promise<Fetched<Manifest>> {
    return withStallTimeout<Fetched<Manifest>>(this.time, signal, async (attempt) => {
      // Asked for once: an answer that arrived damaged must not come again out of a cache.
      const response = await this.fetch(`${asset.url}.json`, {
        cache: 'no-store',
        signal: attempt.signal,
      });
      if (!response.ok) {
        return failureOf(response);
      }
      const manifest = (await attempt.counted(response).json()) as Manifest;
      return describes(manifest, asset) ? { kind: 'fetched', value: manifest } : DAMAGED;
    });
  }

  /**
   * Consecutive chunks by one request, each verified before it is handed over. A connection that breaks costs
   * nothing that arrived: of the chunk that it breaks in, the rest is asked for the next time.
   *
   * @param run at least one chunk; the next one's first byte follows each one's last
   * @return rejects with the signal's reason, or with what `onChunk` rejects with
   */
  chunks(
    asset: AudioAsset,
    run: readonly ChunkRange[],
    signal: AbortSignal,
    onChunk: OnChunk,
  ): Promise<ReadChunks | Failure | NoRanges> {
    const before = this.#partialChunks.of(asset, run[0]);
    const firstByte = (run[0]?.firstByte ?? 0) + before.byteLength;
    const lastByte = run.at(-1)?.lastByte ?? 0;
    return withStallTimeout<ReadChunks | Failure | NoRanges>(this.time, signal, async (attempt) => {
      const response = await this.fetch(asset.url, {
        headers: { Range: `bytes=${firstByte}-${lastByte}`, 'If-Range': `"${asset.sha256}"` },
        cache: 'no-store',
        signal: attempt.signal,
      });
      if (!isRange(response, firstByte, lastByte, asset.sizeBytes) || response.body === null) {
        await response.body?.cancel();
        if (response.status < 500) {
          this.#partialChunks.forget(asset, run[0]); // Who answers otherwise may have other bytes, too.
        }
        if (isWholeFile(response, asset)) {
          return { kind: 'no-ranges' };
        }
        return response.status === 416 || isOtherAudio(response, asset) ? DAMAGED : failureOf(response);
      }
      return this.#take(asset, response.body, run, attempt, onChunk, before);
    });
  }

  /**
   * The whole body by one request, for a server that knows no ranges.
   *
   * @param all every chunk, in order
   * @param isStored whether a chunk is here already: it is read past
   */
  whole(
    asset: AudioAsset,
    all: readonly ChunkRange[],
    isStored: (chunk: ChunkRange) => boolean,
    signal: AbortSignal,
    onChunk: OnChunk,
  ): Promise<ReadChunks | Failure> {
    return withStallTimeout<ReadChunks | Failure>(this.time, signal, async (attempt) => {
      const response = await this.fetch(asset.url, { cache: 'no-store', signal: attempt.signal });
      if (!isWholeFile(response, asset) || response.body === null) {
        await response.body?.cancel();
        return isOtherAudio(response, asset) ? DAMAGED : failureOf(response);
      }
      return this.#take(asset, response.body, all, attempt, onChunk, undefined, isStored);
    });
  }

  /** One chunk, to be kept in memory. */
  async chunk(asset: DescribedAsset, range: ChunkRange, signal: AbortSignal): Promise<ArrayBuffer | null> {
    let bytes: ArrayBuffer | null = null;
    const keep: OnChunk = (_, verified) => {
      bytes = verified;
      return Promise.resolve(true);
    };
    const ended = await this.chunks(asset, [range], signal, keep);
    if (ended.kind === 'no-ranges') {
      const upToIt = allChunks(asset.manifest).slice(0, range.index + 1);
      await this.whole(asset, upToIt, (chunk) => chunk !== upToIt.at(-1), signal, keep);
    }
    return bytes;
  }

  async #take(
    asset: AudioAsset,
    body: ReadableStream<Uint8Array>,
    chunks: readonly ChunkRange[],
    attempt: Attempt,
    onChunk: OnChunk,
    before?: Uint8Array,
    isStored: (chunk: ChunkRange) => boolean = () => false,
  ): Promise<ReadChunks | Failure> {
    const reader = new ExactReader(body.getReader(), attempt.received, before);
    const damaged: ChunkRange[] = [];
    for (const chunk of chunks) {
      const bytes = await reader.read(chunk.lastByte + 1 - chunk.firstByte).catch((failure: unknown) => {
        this.#partialChunks.keep(asset, chunk, reader.begun());
        throw failure;
      });
      this.#partialChunks.forget(asset, chunk);
      if (bytes === null) {
        return UNAVAILABLE; // It said that this was all: what is wrong with it nobody knows.
      }
      if (isStored(chunk)) {
        continue;
      }
      if ((await sha256Of(bytes)) !== chunk.sha256) {
        damaged.push(chunk);
      } else if (!(await attempt.aside(() => onChunk(chunk, bytes)))) {
        await reader.cancel();
        return { kind: 'declined' };
      }
    }
    await reader.cancel(); // What follows was not asked for.
    return { kind: 'complete', damaged };
  }
}

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
