import type { AudioSource } from '../offline/downloads/fetch-chunk';
import { chunkOrHealed } from '../offline/downloads/transfer';
import type { Download, Manifest } from '../offline/rules/download';
import { answerRange, slicesOf, type Slice } from '../offline/rules/range';
import type { ChunkStore } from '../offline/store/chunk-store';

type Ready = Download & { readonly manifest: Manifest };

/**
 * Audio as the page asks for it: a ready download is answered from its chunks, exactly the bytes asked
 * for, and never from the network; anything else is the network's.
 */
export class AudioRoute {
  constructor(
    private readonly store: ChunkStore,
    private readonly source: AudioSource,
    private readonly network: (request: Request) => Promise<Response>,
    private readonly networkMayBeThere: () => boolean,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  /** The hash in an audio address; null when it is no audio address (a manifest's is none). */
  static sha256In(pathname: string): string | null {
    return /\/audio\/([0-9a-f]{64})\.[a-z0-9]+$/.exec(pathname)?.[1] ?? null;
  }

  async answer(request: Request, sha256: string): Promise<Response> {
    const download = await this.#ready(sha256);
    if (download === undefined || download.manifest === null) {
      return this.network(request);
    }
    return this.#fromChunks(request, { ...download, manifest: download.manifest });
  }

  /** A store that does not open has nothing: what the network has plays all the same. */
  async #ready(sha256: string): Promise<Download | undefined> {
    try {
      return await this.store.ready(sha256);
    } catch (fault) {
      this.onFault(fault);
      return undefined;
    }
  }

  async #fromChunks(request: Request, download: Ready): Promise<Response> {
    const { sizeBytes, mediaType, sha256 } = download;
    const range = answerRange(request.headers.get('Range'), sizeBytes);
    const headers = new Headers({
      'Accept-Ranges': 'bytes',
      'Content-Type': mediaType,
      ETag: `"${sha256}"`,
    });
    if (range.status === 416) {
      headers.set('Content-Range', `bytes */${sizeBytes}`);
      return new Response(null, { status: 416, headers });
    }
    const firstByte = range.status === 206 ? range.firstByte : 0;
    const lastByte = range.status === 206 ? range.lastByte : sizeBytes - 1;
    if (range.status === 206) {
      headers.set('Content-Range', `bytes ${firstByte}-${lastByte}/${sizeBytes}`);
    }
    headers.set('Content-Length', String(lastByte + 1 - firstByte));
    return this.#stream(download, slicesOf(firstByte, lastByte, download.manifest.chunkSizeBytes), {
      status: range.status,
      headers,
    });
  }

  /** The first chunk decides whether there is an answer at all: what is damaged says so, and never hangs. */
  async #stream(download: Ready, slices: readonly Slice[], init: ResponseInit): Promise<Response> {
    const abort = new AbortController();
    const [first, ...rest] = slices;
    const head = first === undefined ? new Uint8Array() : await this.#bytes(download, first, abort.signal);
    if (head === null) {
      return new Response(null, { status: 503, statusText: 'damaged download' });
    }
    let next = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          controller.enqueue(head);
        },
        pull: async (controller) => {
          const slice = rest[next++];
          if (slice === undefined) {
            controller.close();
            return;
          }
          const bytes = await this.#bytes(download, slice, abort.signal);
          if (bytes === null) {
            controller.error(new Error('damaged download'));
          } else {
            controller.enqueue(bytes);
          }
        },
        cancel: () => {
          abort.abort();
        },
      },
      { highWaterMark: 1 },
    );
    return new Response(body, init);
  }

  async #bytes(download: Ready, slice: Slice, signal: AbortSignal): Promise<Uint8Array | null> {
    const chunk = await chunkOrHealed(
      ...([this.store, this.source, download, slice.chunk, signal, this.networkMayBeThere()] as const),
    );
    return chunk === null ? null : new Uint8Array(chunk, slice.fromByte, slice.toByte - slice.fromByte);
  }
}
