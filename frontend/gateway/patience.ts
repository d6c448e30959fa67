/** Nobody waits longer for the server's next word. */
export const LONGEST_SILENCE_MS = 20_000;
/** A trickle below this, within the longest silence, is none. */
const LEAST_BYTES = 1024;
/** What is said is given as much time as the slowest line takes for it. */
const SLOWEST_BYTES_PER_MS = 2;

/**
 * How long one call is waited for: for as long as it flows, so that a slow line gets its answer, and not
 * longer than that, so that every call ends. It begins at once.
 */
export class Patience {
  readonly #ended = new AbortController();
  #timer: ReturnType<typeof setTimeout>;
  #unheardBytes = 0;

  /** @param sentBytes of the request's body, whose way nobody can watch */
  constructor(sentBytes: number) {
    this.#timer = this.#start(LONGEST_SILENCE_MS + sentBytes / SLOWEST_BYTES_PER_MS);
  }

  /** Ends the call. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** The same answer, waited for until its body is read to the end. */
  hear(answer: Response): Response {
    this.#restart();
    if (answer.body === null) {
      this.end();
      return answer;
    }
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform: (part, controller) => {
        this.#unheardBytes += part.byteLength;
        if (this.#unheardBytes >= LEAST_BYTES) {
          this.#restart();
        }
        controller.enqueue(part);
      },
      flush: () => {
        this.end();
      },
    });
    const { status, statusText, headers } = answer;
    return new Response(answer.body.pipeThrough(heard), { status, statusText, headers });
  }

  /** Nothing is waited for any more. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #restart(): void {
    this.end();
    this.#unheardBytes = 0;
    this.#timer = this.#start(LONGEST_SILENCE_MS);
  }

  #start(ms: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.#ended.abort(new DOMException('the server says nothing', 'TimeoutError'));
    }, ms);
  }
}
