import type { Time } from '../../ports';
import {
  allChunks,
  describes,
  type ChunkRange,
  type DescribedAsset,
  type Manifest,
  type AudioAsset,
} from '../../rules/downloads/download';
import { failureOf, isOtherAudio, isRange, isWholeFile } from './audio-responses';
import { UNAVAILABLE, withStallTimeout, type Attempt } from './attempt';
import { PartialChunks } from './partial-chunks';
import { ExactReader } from './exact-reader';

/** Fetches the parts of a download. An expected failure is a value; only an abort by the caller throws. */

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Failure =
  /** No connection, a stall, or a sign-in page in between. Every other request would fail now as well. */
  | { readonly kind: 'unavailable' }
  /** The server refuses this request in another way. A later try may succeed. */
  | { readonly kind: 'refused' }
  /** The server says that it has no such recording, or not for this listener. */
  | { readonly kind: 'gone' }
  /** The bytes have a wrong hash. */
  | { readonly kind: 'damaged' };

export type Fetched<T> = { readonly kind: 'fetched'; readonly value: T } | Failure;

/** How reading chunks ended without a failure. */
export type ReadChunks =
  /** Read to the end. Chunks with a wrong hash were not delivered. */
  | { readonly kind: 'complete'; readonly damaged: readonly ChunkRange[] }
  /** The receiver wanted no more chunks. */
  | { readonly kind: 'declined' };

/** The server answers every range with the whole file. */
export type NoRanges = { readonly kind: 'no-ranges' };

/** Receives each verified chunk, in order, and answers whether to continue. */
export type OnChunk = (chunk: ChunkRange, bytes: ArrayBuffer) => Promise<boolean>;

const DAMAGED = { kind: 'damaged' } as const;

/** Is told whether anybody answered a request for audio. What the caller gave up says nothing. */
export interface AnswerListener {
  readonly answered: () => void;
  readonly unanswered: () => void;
}

const NOBODY: AnswerListener = { answered: () => undefined, unanswered: () => undefined };

/** The size of one request: large enough that the round trip costs little, whatever the size of chunks. */
const MOST_REQUEST_BYTES = 4 * 1024 * 1024;

export class AudioSource {
  readonly #partialChunks = new PartialChunks();

  /** @param mostRequestBytes of a run of chunks; a single chunk may be longer */
  constructor(
    private readonly fetch: Fetch,
    private readonly time: Time,
    readonly mostRequestBytes = MOST_REQUEST_BYTES,
    private readonly listener: AnswerListener = NOBODY,
  ) {}

  /** The status of a request for this address; null when nobody answers. In bounded time; never rejects. */
  async status(url: string): Promise<number | null> {
    const asked = await withStallTimeout(this.time, new AbortController().signal, ({ signal }) =>
      this.fetch(url, { method: 'HEAD', cache: 'no-store', signal }),
    );
    return 'status' in asked ? asked.status : null;
  }

  /** Fetches the manifest, by which the asset's chunks are verified. */
  manifest(asset: AudioAsset, signal: AbortSignal): Promise<Fetched<Manifest>> {
    return withStallTimeout<Fetched<Manifest>>(this.time, signal, async (attempt) => {
      // Bypasses the cache, so that an answer that arrived damaged does not come from it again.
      const response = await this.#request(`${asset.url}.json`, {}, attempt, signal);
      if (!response.ok) {
        return failureOf(response);
      }
      const manifest = (await attempt.counted(response).json()) as Manifest;
      return describes(manifest, asset) ? { kind: 'fetched', value: manifest } : DAMAGED;
    });
  }

  /**
   * Fetches consecutive chunks by one request and verifies each before it is delivered. When the connection
   * breaks, the received bytes are kept, and the next request fetches only the rest of that chunk.
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
      const headers = { Range: `bytes=${firstByte}-${lastByte}`, 'If-Range': `"${asset.sha256}"` };
      const response = await this.#request(asset.url, { headers }, attempt, signal);
      if (!isRange(response, firstByte, lastByte, asset.sizeBytes) || response.body === null) {
        await response.body?.cancel();
        if (response.status < 500) {
          this.#partialChunks.forget(asset, run[0]); // A server that answers in another way may have other bytes too.
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
   * Fetches the whole body by one request, for a server that does not support ranges.
   *
   * @param all every chunk, in order
   * @param isStored whether a chunk is stored already; it is skipped
   */
  whole(
    asset: AudioAsset,
    all: readonly ChunkRange[],
    isStored: (chunk: ChunkRange) => boolean,
    signal: AbortSignal,
    onChunk: OnChunk,
  ): Promise<ReadChunks | Failure> {
    return withStallTimeout<ReadChunks | Failure>(this.time, signal, async (attempt) => {
      const response = await this.#request(asset.url, {}, attempt, signal);
      if (!isWholeFile(response, asset) || response.body === null) {
        await response.body?.cancel();
        return isOtherAudio(response, asset) ? DAMAGED : failureOf(response);
      }
      return this.#take(asset, response.body, all, attempt, onChunk, undefined, isStored);
    });
  }

  /** Fetches one chunk into memory. */
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

  /** @param wanted the caller's signal: what it ends says nothing about the network */
  async #request(url: string, init: RequestInit, attempt: Attempt, wanted: AbortSignal): Promise<Response> {
    try {
      const response = await this.fetch(url, { ...init, cache: 'no-store', signal: attempt.signal });
      this.listener.answered();
      return response;
    } catch (failure) {
      if (!wanted.aborted) {
        this.listener.unanswered();
      }
      throw failure;
    }
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
        return UNAVAILABLE; // The server said that the body was complete, so the fault is unknown.
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
    await reader.cancel(); // The following bytes were not requested.
    return { kind: 'complete', damaged };
  }
}

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
