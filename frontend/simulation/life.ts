/** What a promise of a killed tab is: nobody will ever hear of it. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** Ends a transaction of a tab that is killed in its midst. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * The life of one tab. Everything that it does to the world is a step; it can be made to die before any
 * of them, and from then on nothing that it wanted happens any more.
 */
export class Life {
  #alive = true;
  #stepsLeft: number | null = null;

  constructor(private readonly onDeath: () => void) {}

  get alive(): boolean {
    return this.#alive;
  }

  /** Whether it still lives to do this step. */
  step(): boolean {
    if (this.#alive && this.#stepsLeft !== null && --this.#stepsLeft < 0) {
      this.end();
    }
    return this.#alive;
  }

  /** It will do this many steps more, and die before the next. */
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
