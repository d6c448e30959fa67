/** A promise of a killed tab: it never settles. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Fails a transaction whose tab is killed before its end. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * The lifetime of one tab. Each effect of the tab on its world is a step. The tab can be killed before any step, and
 * has no effect from then on.
 */
export class Lifetime {
  #alive = true;
  #stepsLeft: number | null = null;

  constructor(private readonly onDeath: () => void) {}

  get alive(): boolean {
    return this.#alive;
  }

  /** Counts a step. Returns whether the tab is still alive to do it. */
  step(): boolean {
    if (this.#alive && this.#stepsLeft !== null && --this.#stepsLeft < 0) {
      this.end();
    }
    return this.#alive;
  }

  /** The tab does this many more steps and is killed before the next. */
  endAfter(steps: number): void {
    if (steps === 0) {
      this.end();
    } else {
      this.#stepsLeft = steps;
    }
  }

  end(): void {
    if (this.#alive) {
      this.#alive = false;
      this.onDeath();
    }
  }
}
