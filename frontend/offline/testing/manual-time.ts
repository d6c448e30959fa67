import type { Time } from '../ports';
import type { ClockReading } from '../rules/clock';
import { soon } from './activity';

/** Time that advances only when the test says so. A timer without a delay is due at once and counted. */
export class ManualTime implements Time {
  /** Time that has passed, whatever the clock is set to. */
  #timers: Array<{ dueMs: number; callback: () => void }> = [];

  constructor(public at = 1_700_000_000_000) {}

  #elapsedMs = 0;

  readonly now = (): number => this.at;
  /** Does not advance when a test sets the clock by `at`. */
  readonly elapsedMs = (): number => this.#elapsedMs;

  /** A reading of a process that was never anchored. */
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

  /** The time until the next timer fires, in ms; null when none waits. */
  nextInMs(): number | null {
    return this.#timers.length === 0
      ? null
      : Math.min(...this.#timers.map(({ dueMs }) => dueMs)) - this.#elapsedMs;
  }
}
