/** Counts pending work, so that the storm knows when everything that could happen has happened. */
export class PendingWork {
  #busy = 0;
  #sleptFrom: number | null = null;

  /** Whether no transaction or message is pending. */
  get isIdle(): boolean {
    return this.#busy === 0;
  }

  /**
   * The true time at which the devices slept although work was pending; null when none was. A write from then on may
   * belong to an earlier act.
   */
  get sleptFrom(): number | null {
    return this.#sleptFrom;
  }

  /** Call this before true time passes. */
  timePasses(at: number): void {
    this.#sleptFrom ??= this.isIdle ? null : at;
  }

  /** Call this after each turn. Within one turn, what comes later follows from what came before. */
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

  /** Runs a callback in a turn of its own, as a browser delivers messages to other tabs. */
  soon(work: () => void): void {
    this.#busy++;
    setImmediate(() => {
      this.#busy--;
      work();
    });
  }
}

/** One turn of the event loop. All promises that could settle have settled. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
