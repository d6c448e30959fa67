import type { ChunkReader } from '../offline/downloads/chunk-reader';
import type { DescribedAsset } from '../offline/rules/downloads/download';
import { answerRange, ifRangeHolds, slicesOf, type Slice } from '../offline/rules/downloads/range';
import type { ChunkStore } from '../offline/storage/chunk-store';

/**
 * Answers the player's requests for audio. A recording that is completely downloaded is answered from its chunks, with
 * exactly the requested bytes and never from the network. Everything else goes to the network.
 */
export class AudioRoute {
  /** Recordings that were found complete, so that a seek need not check again. A missing chunk removes the entry. */
  readonly #known = new Map<string, DescribedAsset>();

  constructor(
    private readonly store: ChunkStore,
    private readonly chunks: ChunkReader,
    private readonly network: (request: Request) => Promise<Response>,
    private readonly onFault: (fault: unknown) => void,
    /** Is told of a download of which a part is damaged or missing and could not be healed. */
    private readonly onDamaged: (sha256: string) => void = () => undefined,
  ) {}

  /** The hash in the address of audio. Null for other addresses, such as a manifest's. */
  static sha256In(pathname: string): string | null {
    return /\/audio\/([0-9a-f]{64})\.[a-z0-9]+$/.exec(pathname)?.[1] ?? null;
  }

  /** Whether a request is the player's. Downloads request only what is not here yet. */
  static isPlayers(request: Request): boolean {
    return request.cache !== 'no-store';
  }

  async answer(request: Request, sha256: string): Promise<Response> {
    const recording = this.#known.get(sha256) ?? (await this.#whole(sha256));
    return recording === undefined ? this.network(request) : this.#fromChunks(request, recording);
  }

  /** A store that cannot be opened counts as empty, so that the network's audio still plays. */
  async #whole(sha256: string): Promise<DescribedAsset | undefined> {
    try {
      const recording = await this.store.whole(sha256);
      if (recording === undefined) {
        this.#known.delete(sha256);
      } else {
        this.#known.set(sha256, recording);
      }
      return recording;
    } catch (fault) {
      this.onFault(fault);
      return undefined;
    }
  }

  async #fromChunks(request: Request, recording: DescribedAsset): Promise<Response> {
    const { sizeBytes, mediaType, sha256 } = recording;
    const tag = `"${sha256}"`;
    const asked = ifRangeHolds(request.headers.get('If-Range'), tag) ? request.headers.get('Range') : null;
    const range = answerRange(asked, sizeBytes);
    const headers = new Headers({ 'Accept-Ranges': 'bytes', 'Content-Type': mediaType, ETag: tag });
    if (range.status === 416) {
      headers.set('Content-Range', `bytes */${sizeBytes}`);
      headers.delete('Content-Type');
      return new Response(null, { status: 416, headers });
    }
    const firstByte = range.status === 206 ? range.firstByte : 0;
    const lastByte = range.status === 206 ? range.lastByte : sizeBytes - 1;
    if (range.status === 206) {
      headers.set('Content-Range', `bytes ${firstByte}-${lastByte}/${sizeBytes}`);
    }
    headers.set('Content-Length', String(lastByte + 1 - firstByte));
    const slices = slicesOf(firstByte, lastByte, recording.manifest.chunkSizeBytes);
    return this.#stream(request, recording, slices, { status: range.status, headers });
  }

  /** Reads the first chunk before it answers, so that damaged audio fails at once and never hangs. */
  async #stream(
    request: Request,
    recording: DescribedAsset,
    slices: readonly Slice[],
    init: ResponseInit,
  ): Promise<Response> {
    const abort = new AbortController();
    request.signal.addEventListener('abort', () => {
      abort.abort();
    });
    const [first, ...rest] = slices;
    const head = first === undefined ? new Uint8Array() : await this.#bytes(recording, first, abort.signal);
    if (head === null) {
      if ((await this.#whole(recording.sha256)) === undefined) {
        return this.network(request); // It was removed since it was last looked for.
      }
      this.onDamaged(recording.sha256);
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
          const bytes = await this.#bytes(recording, slice, abort.signal);
          if (bytes === null) {
            if ((await this.#whole(recording.sha256)) !== undefined) {
              this.onDamaged(recording.sha256);
            }
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

  async #bytes(recording: DescribedAsset, slice: Slice, signal: AbortSignal): Promise<Uint8Array | null> {
    const chunk = await this.chunks.read(recording, slice.chunk, signal);
    return chunk === null ? null : new Uint8Array(chunk, slice.fromByte, slice.toByte - slice.fromByte);
  }
}
