/** A call ends when no progress was made for this long. */
export const PROGRESS_TIMEOUT_MS = 20_000;
/** Fewer bytes than this within the timeout do not count as progress. */
const MIN_PROGRESS_BYTES = 1024;
/** The request's body gets as much time as a line of this speed needs. */
const MIN_UPLOAD_BYTES_PER_MS = 2;

/**
 * The timeout of one call. It restarts while bytes flow, so that a slow line gets its answer. It expires when none
 * flow, so that every call ends. It starts at once.
 */
export class ProgressTimeout {
  readonly #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout>;
  #bytesSinceRestart = 0;

  /** @param sentBytes size of the request's body: the browser does not report its upload */
  constructor(sentBytes: number) {
    this.#timer = this.#start(PROGRESS_TIMEOUT_MS + sentBytes / MIN_UPLOAD_BYTES_PER_MS);
  }

  /** Aborts the call on expiry. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Answers the same response. The timeout runs until its body is read to the end. */
  watch(answer: Response): Response {
    this.#restart();
    if (answer.body === null) {
      this.cancel();
      return answer;
    }
    const watched = new TransformStream<Uint8Array, Uint8Array>({
      transform: (part, controller) => {
        this.#bytesSinceRestart += part.byteLength;
        if (this.#bytesSinceRestart >= MIN_PROGRESS_BYTES) {
          this.#restart();
        }
        controller.enqueue(part);
      },
      flush: () => {
        this.cancel();
      },
    });
    const { status, statusText, headers } = answer;
    return new Response(answer.body.pipeThrough(watched), { status, statusText, headers });
  }

  /** Stops the timeout. */
  cancel(): void {
    clearTimeout(this.#timer);
  }

  #restart(): void {
    this.cancel();
    this.#bytesSinceRestart = 0;
    this.#timer = this.#start(PROGRESS_TIMEOUT_MS);
  }

  #start(ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#abort.abort(new DOMException('the server says nothing', 'TimeoutError'));
    }, ms);
  }
}
