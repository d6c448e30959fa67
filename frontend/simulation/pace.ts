/** What is under way, so that the storm knows when everything that could happen has happened. */
export class Pace {
  #busy = 0;
  #sleptFrom: number | null = null;

  /** Whether no transaction or message is under way. */
  get still(): boolean {
    return this.#busy === 0;
  }

  /**
   * True time from which everything slept in the midst of what is under way; null where nothing did. What is written
   * from then on may have been done before.
   */
  get sleptFrom(): number | null {
    return this.#sleptFrom;
  }

  /** True time is about to go on, whatever is under way. */
  timePasses(at: number): void {
    this.#sleptFrom ??= this.still ? null : at;
  }

  /** To be called when a turn has passed: what comes after another in the same turn followed from it. */
  turnPassed(): void {
    if (this.still) {
      this.#sleptFrom = null;
    }
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
    }
  }

  /** In a turn of its own, as a browser tells other tabs. */
  soon(work: () => void): void {
    this.#busy++;
    setImmediate(() => {
      this.#busy--;
      work();
    });
  }
}

/** One turn of the event loop: promises that could settle have settled. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
