import type { Time } from '../ports';
import type { ClockReading } from '../rules/clock';
import { soon } from './activity';

/** Time that stands until the test lets it go on. A timer without a delay is due at once, and counted as under way. */
export class ManualTime implements Time {
  /** By time that has passed, whatever the clock is set to. */
  #timers: Array<{ dueMs: number; callback: () => void }> = [];

  constructor(public at = 1_700_000_000_000) {}

  #elapsedMs = 0;

  readonly now = (): number => this.at;
  /** Does not notice when a test sets the clock by `at`. */
  readonly elapsedMs = (): number => this.#elapsedMs;

  /** Of a process that was never anchored. */
  readonly read = (): ClockReading => ({
    ...{ deviceAt: this.at, elapsedMs: this.#elapsedMs, processId: 'process', anchoredOffsetMs: null },
  });

  readonly after = (delayMs: number, callback: () => void): (() => void) => {
    if (delayMs <= 0) {
      return soon('a timer that is due', callback);
    }
    const timer = { dueMs: this.#elapsedMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  };

  advance(ms: number): void {
    this.at += ms;
    this.#elapsedMs += ms;
    const due = this.#timers.filter(({ dueMs }) => dueMs <= this.#elapsedMs);
    this.#timers = this.#timers.filter(({ dueMs }) => dueMs > this.#elapsedMs);
    due.forEach(({ callback }) => {
      callback();
    });
  }

  /** When the next timer fires, in ms from now; null when none waits. */
  nextInMs(): number | null {
    return this.#timers.length === 0
      ? null
      : Math.min(...this.#timers.map(({ dueMs }) => dueMs)) - this.#elapsedMs;
  }
}
