import type { Time } from '../ports';
import { describes, type ChunkRange, type Download, type Manifest } from '../rules/download';

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

const UNAVAILABLE = { kind: 'unavailable' } as const;
const DAMAGED = { kind: 'damaged' } as const;

export class AudioSource {
  constructor(
    private readonly fetch: Fetch,
    private readonly time: Time,
  ) {}

  /** What the asset's chunks are verified against, beside the audio. */
  manifest(download: Download, signal: AbortSignal): Promise<Fetched<Manifest>> {
    return this.#attempt<Manifest>(signal, async (attempt) => {
      const response = await this.fetch(`${download.url}.json`, { signal: attempt.signal });
      if (!response.ok) {
        return failureOf(response);
      }
      const manifest = (await response.json()) as Manifest;
      return describes(manifest, download) ? { kind: 'fetched', value: manifest } : DAMAGED;
    });
  }

  /** One chunk's bytes, verified. */
  chunk(download: Download, range: ChunkRange, signal: AbortSignal): Promise<Fetched<ArrayBuffer>> {
    const lengthBytes = range.lastByte + 1 - range.firstByte;
    return this.#attempt<ArrayBuffer>(signal, async (attempt) => {
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
        return response.status === 416 ? DAMAGED : failureOf(response);
      }
      const bytes = await readExactly(response, lengthBytes, attempt.alive);
      if (bytes === null) {
        return UNAVAILABLE;
      }
      return (await sha256Of(bytes)) === range.sha256 ? { kind: 'fetched', value: bytes } : DAMAGED;
    });
  }

  /** Runs with a signal that follows the caller's and ends what stalls. */
  async #attempt<T>(
    signal: AbortSignal,
    work: (attempt: { signal: AbortSignal; alive: () => void }) => Promise<Fetched<T>>,
  ): Promise<Fetched<T>> {
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

function failureOf(response: Response): Fetched<never> {
  return response.status === 404 || response.status === 410 ? { kind: 'gone' } : UNAVAILABLE;
}

/** Null when there are fewer or more bytes. */
async function readExactly(
  response: Response,
  lengthBytes: number,
  alive: () => void,
): Promise<ArrayBuffer | null> {
  const bytes = new Uint8Array(lengthBytes);
  const reader = response.body?.getReader();
  let readBytes = 0;
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
    alive();
    if (readBytes + part.value.byteLength > lengthBytes) {
      await reader?.cancel();
      return null;
    }
    bytes.set(part.value, readBytes);
    readBytes += part.value.byteLength;
  }
  return readBytes === lengthBytes ? bytes.buffer : null;
}

export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
