import type { Time } from '../ports';
import { ExactReader } from './exact-reader';
import { chunkRange, describes, type ChunkRange, type Download, type Manifest } from '../rules/download';

/** Fetching what a download needs. An expected failure is a value; only an abort by the caller throws. */

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Fetched<T> =
  | { readonly kind: 'fetched'; readonly value: T }
  /** No connection, a stall, 5xx, a sign-in page in between: another time. */
  | { readonly kind: 'unavailable' }
  /** The server has it no more. */
  | { readonly kind: 'gone' }
  /** The bytes are not what they should be. */
  | { readonly kind: 'damaged' };

/** After this long without a byte a connection counts as lost. */
export const STALL_MS = 20_000;

/** The server answers with the whole, whatever range it is asked for. */
export type NoRanges = { readonly kind: 'no-ranges' };

const UNAVAILABLE = { kind: 'unavailable' } as const;
const DAMAGED = { kind: 'damaged' } as const;

export class AudioSource {
  constructor(
    private readonly fetch: Fetch,
    private readonly time: Time,
  ) {}

  /** What the asset's chunks are verified against, beside the audio. */
  manifest(download: Download, signal: AbortSignal): Promise<Fetched<Manifest>> {
    return this.#attempt<Fetched<Manifest>>(signal, async (attempt) => {
      const response = await this.fetch(`${download.url}.json`, { signal: attempt.signal });
      if (!response.ok) {
        return failureOf(response);
      }
      const manifest = (await response.json()) as Manifest;
      return describes(manifest, download) ? { kind: 'fetched', value: manifest } : DAMAGED;
    });
  }

  /** One chunk's bytes, verified. */
  chunk(
    download: Download,
    range: ChunkRange,
    signal: AbortSignal,
  ): Promise<Fetched<ArrayBuffer> | NoRanges> {
    const lengthBytes = range.lastByte + 1 - range.firstByte;
    return this.#attempt<Fetched<ArrayBuffer> | NoRanges>(signal, async (attempt) => {
      const response = await this.fetch(download.url, {
        headers: {
          Range: `bytes=${range.firstByte}-${range.lastByte}`,
          'If-Range': `"${download.sha256}"`,
        },
        cache: 'no-store',
        signal: attempt.signal,
      });
      if (!isThatRange(response, range, download.sizeBytes)) {
        await response.body?.cancel();
        if (isTheWhole(response, download)) {
          return { kind: 'no-ranges' };
        }
        return response.status === 416 ? DAMAGED : failureOf(response);
      }
      const bytes = await readExactly(response, lengthBytes, attempt.alive);
      if (bytes === null) {
        return UNAVAILABLE;
      }
      return (await sha256Of(bytes)) === range.sha256 ? { kind: 'fetched', value: bytes } : DAMAGED;
    });
  }

  /**
   * The whole body, chunk by chunk, from a server that knows no ranges.
   *
   * @param onChunk is given each chunk that is what it should be, and answers whether to go on
   * @return whether it was read to its end; rejects with what `onChunk` rejects with
   */
  whole(
    download: Download & { readonly manifest: Manifest },
    signal: AbortSignal,
    onChunk: (index: number, bytes: ArrayBuffer) => Promise<boolean>,
  ): Promise<Fetched<boolean>> {
    let failure: { readonly ofCaller: unknown } | null = null;
    const fetching = this.#attempt<Fetched<boolean>>(signal, async (attempt) => {
      const response = await this.fetch(download.url, { cache: 'no-store', signal: attempt.signal });
      if (!isTheWhole(response, download) || response.body === null) {
        await response.body?.cancel();
        return failureOf(response);
      }
      const body = new ExactReader(response.body.getReader(), attempt.alive);
      let damaged = false;
      for (const index of download.manifest.chunkSha256.keys()) {
        const range = chunkRange(download.manifest, index);
        const bytes = await body.read(range.lastByte + 1 - range.firstByte);
        if (bytes === null) {
          return UNAVAILABLE;
        }
        if ((await sha256Of(bytes)) !== range.sha256) {
          damaged = true;
          continue;
        }
        try {
          if (!(await onChunk(index, bytes))) {
            await body.cancel();
            return { kind: 'fetched', value: false };
          }
        } catch (ofCaller) {
          failure = { ofCaller };
          throw ofCaller;
        }
      }
      return damaged ? DAMAGED : { kind: 'fetched', value: true };
    });
    return fetching.then((fetched) => {
      if (failure !== null) {
        throw failure.ofCaller;
      }
      return fetched;
    });
  }

  /** Runs with a signal that follows the caller's and ends what stalls. */
  async #attempt<Outcome>(
    signal: AbortSignal,
    work: (attempt: { signal: AbortSignal; alive: () => void }) => Promise<Outcome>,
  ): Promise<Outcome | typeof UNAVAILABLE> {
    signal.throwIfAborted();
    const stalled = new AbortController();
    const stop = () => {
      stalled.abort();
    };
    let cancelTimer = this.time.after(STALL_MS, stop);
    const alive = () => {
      cancelTimer();
      cancelTimer = this.time.after(STALL_MS, stop);
    };
    signal.addEventListener('abort', stop);
    try {
      return await work({ signal: stalled.signal, alive });
    } catch {
      signal.throwIfAborted();
      return UNAVAILABLE; // fetch and its body reject for reasons of the network only.
    } finally {
      cancelTimer();
      signal.removeEventListener('abort', stop);
    }
  }
}

/** A 200 is as good only where the range is the whole; else it would be the whole for every chunk. */
function isThatRange(response: Response, { firstByte, lastByte }: ChunkRange, sizeBytes: number): boolean {
  if (response.status === 206) {
    return response.headers.get('Content-Range') === `bytes ${firstByte}-${lastByte}/${sizeBytes}`;
  }
  return response.status === 200 && firstByte === 0 && lastByte === sizeBytes - 1;
}

/** Whether this looks like the recording itself, and not like a page that something in between answers with. */
function isTheWhole(response: Response, { sizeBytes, mediaType }: Download): boolean {
  const { headers } = response;
  const lengthBytes = headers.has('Content-Encoding') ? null : headers.get('Content-Length');
  return (
    response.status === 200 &&
    headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase() === mediaType &&
    (lengthBytes === null || Number(lengthBytes) === sizeBytes)
  );
}

function failureOf(response: Response): Fetched<never> {
  return response.status === 404 || response.status === 410 ? { kind: 'gone' } : UNAVAILABLE;
}

/** Null when there are fewer or more bytes. */
async function readExactly(
  response: Response,
  lengthBytes: number,
  alive: () => void,
): Promise<ArrayBuffer | null> {
  if (response.body === null) {
    return null;
  }
  const body = new ExactReader(response.body.getReader(), alive);
  const bytes = await body.read(lengthBytes);
  return bytes !== null && (await body.isAtEnd()) ? bytes : null;
}

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
