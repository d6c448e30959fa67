/** Counts pending work, so that the storm knows when everything that could happen has happened. */
export class PendingWork {
  #busy = 0;
  #sleptFrom: number | null = null;

  /** Whether no transaction or message is pending. */
  get isIdle(): boolean {
    return this.#busy === 0;
  }

  /**
   * The true time at which the devices slept although work was pending; null where none was. What is written from then
   * on may have been done before.
   */
  get sleptFrom(): number | null {
    return this.#sleptFrom;
  }

  /** To be called before true time passes, whatever is pending. */
  timePasses(at: number): void {
    this.#sleptFrom ??= this.isIdle ? null : at;
  }

  /** To be called when a turn has passed: what comes after another in the same turn followed from it. */
  turnPassed(): void {
    if (this.isIdle) {
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
