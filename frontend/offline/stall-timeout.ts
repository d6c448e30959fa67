import type { Time } from './ports';

/** A request has stalled when fewer than {@link MIN_PROGRESS_BYTES} arrived in this time. */
export const STALL_MS = 20_000;
/** A connection that delivers less counts as lost. A new one may be faster. */
const MIN_PROGRESS_BYTES = 1024;
/**
 * The request's body gets the additional time that a line of this speed needs, because the browser does not
 * report the progress of an upload.
 */
const MIN_UPLOAD_BYTES_PER_MS = 2;

/**
 * Aborts one request when it stalls. So every call and download ends, and a slow line still gets its answer.
 * The timeout starts at once, and starts again whenever enough bytes have arrived.
 */
export class StallTimeout {
  readonly #abort = new AbortController();
  #cancelTimer: () => void;
  #bytesSinceRestart = 0;

  /**
   * @param sentBytes size of the request's body
   * @param answerMs how long the answer may take to begin, where a listener waits for it
   */
  constructor(
    private readonly time: Time,
    sentBytes = 0,
    answerMs = STALL_MS,
  ) {
    this.#cancelTimer = this.#start(answerMs + sentBytes / MIN_UPLOAD_BYTES_PER_MS);
  }

  /** The request's signal. It aborts when the request stalls. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Counts bytes that arrived. */
  received(lengthBytes: number): void {
    this.#bytesSinceRestart += lengthBytes;
    if (this.#bytesSinceRestart >= MIN_PROGRESS_BYTES) {
      this.restart();
    }
  }

  /** The same response. The bytes of its body are counted as they are read. */
  counted(response: Response): Response {
    if (response.body === null) {
      return response;
    }
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform: (part, controller) => {
        this.received(part.byteLength);
        controller.enqueue(part);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(counter), { status, statusText, headers });
  }

  /** Starts the timeout again. */
  restart(): void {
    this.cancel();
    this.#bytesSinceRestart = 0;
    this.#cancelTimer = this.#start(STALL_MS);
  }

  /** Stops the timeout. The request continues. */
  cancel(): void {
    this.#cancelTimer();
  }

  /** Ends the request. */
  abort(): void {
    this.cancel();
    this.#abort.abort(new DOMException('the request has stalled or is not wanted', 'TimeoutError'));
  }

  #start(delayMs: number): () => void {
    return this.time.after(delayMs, () => {
      this.abort();
    });
  }
}
