/**
 * Hands on what it is given, at most once in a while: the first at once, what comes too soon after it when its turn
 * comes, and of that only the last.
 */
export class Paced<Value> {
  #turn: ReturnType<typeof setTimeout> | null = null;
  #waiting: { readonly value: Value } | null = null;

  /** @param handOn is called from within `give` and `flush`, and by a timer */
  constructor(
    private readonly everyMs: number,
    private readonly handOn: (value: Value) => void,
  ) {}

  give(value: Value): void {
    this.#waiting = { value };
    if (this.#turn === null) {
      this.flush();
    }
  }

  /** What waits is handed on now. */
  flush(): void {
    const waiting = this.#waiting;
    if (waiting !== null) {
      this.drop();
      this.#turn = setTimeout(() => {
        this.#turn = null;
        this.flush();
      }, this.everyMs);
      this.handOn(waiting.value);
    }
  }

  /** What waits is not handed on at all. */
  drop(): void {
    this.#waiting = null;
    if (this.#turn !== null) {
      clearTimeout(this.#turn);
      this.#turn = null;
    }
  }
}
