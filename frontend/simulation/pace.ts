/** What is under way, so that the storm knows when everything that could happen has happened. */
export class Pace {
  #busy = 0;

  /** Whether no transaction or message is under way. */
  get still(): boolean {
    return this.#busy === 0;
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
