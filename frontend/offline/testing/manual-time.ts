import type { Time } from '../ports';

/** Time that stands until the test lets it go on. */
export class ManualTime implements Time {
  #timers: Array<{ at: number; callback: () => void }> = [];

  constructor(public at = 1_700_000_000_000) {}

  #elapsedMs = 0;

  readonly now = (): number => this.at;
  /** Does not notice when a test sets the clock by `at`. */
  readonly elapsedMs = (): number => this.#elapsedMs;

  readonly after = (delayMs: number, callback: () => void): (() => void) => {
    const timer = { at: this.at + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  advance(ms: number): void {
    this.at += ms;
    this.#elapsedMs += ms;
    const due = this.#timers.filter((timer) => timer.at <= this.at);
    this.#timers = this.#timers.filter((timer) => timer.at > this.at);
    due.forEach(({ callback }) => {
      callback();
    });
  }

  /** When the next timer fires, in ms from now; null when none waits. */
  nextInMs(): number | null {
    return this.#timers.length === 0 ? null : Math.min(...this.#timers.map(({ at }) => at)) - this.at;
  }
}
