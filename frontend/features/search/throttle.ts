/**
 * Passes values on at most once per interval. The first value is passed on at once. Of the values that follow within
 * the interval, only the last is passed on, when the interval ends.
 */
export class Throttle<Value> {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #waiting: { readonly value: Value } | null = null;

  /** @param callback is called from within `push` and `flush`, and by a timer */
  constructor(
    private readonly everyMs: number,
    private readonly callback: (value: Value) => void,
  ) {}

  push(value: Value): void {
    this.#waiting = { value };
    if (this.#timer === null) {
      this.flush();
    }
  }

  /** Passes the waiting value on now. */
  flush(): void {
    const waiting = this.#waiting;
    if (waiting !== null) {
      this.cancel();
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.flush();
      }, this.everyMs);
      this.callback(waiting.value);
    }
  }

  /** Drops the waiting value. */
  cancel(): void {
    this.#waiting = null;
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}
