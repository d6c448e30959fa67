import type { Time } from '../../offline/ports';
import type { Lifetime } from './lifetime';

/** The time at which every storm begins: any time that a server may have. */
export const BEGINNING = Date.UTC(2026, 0, 1);

interface Timer {
  readonly at: number;
  readonly lifetime: Lifetime;
  readonly callback: () => void;
}

/** The one true time of a storm, and the timers that wait for it. */
export class TrueClock {
  at = BEGINNING;
  /** The part of the time in which all devices slept. */
  #asleepMs = 0;
  #timers: Timer[] = [];

  /** Time passes while all devices sleep. */
  sleep(ms: number): void {
    this.at += ms;
    this.#asleepMs += ms;
  }

  /**
   * A device's own clock, which may be wrong by any amount. Its timers run by true time. The monotonic clock begins with
   * the lifetime, and on some devices stops while they sleep.
   */
  asSeenBy(lifetime: Lifetime, skewMs: () => number, stopsAsleep: boolean): Time {
    const steadyMs = () => this.at - (stopsAsleep ? this.#asleepMs : 0);
    const bornMs = steadyMs();
    return {
      now: () => this.at + skewMs(),
      elapsedMs: () => steadyMs() - bornMs,
      after: (delayMs, callback) => {
        const timer = { at: this.at + Math.max(0, delayMs), lifetime, callback };
        this.#timers.push(timer);
        return () => {
          this.#timers = this.#timers.filter((one) => one !== timer);
        };
      },
    };
  }

  /** The timers that are due, in order. Each fires once; those of dead tabs never fire. */
  due(): Array<() => void> {
    const due = this.#timers.filter(({ at }) => at <= this.at).sort((a, b) => a.at - b.at);
    this.#timers = this.#timers.filter(({ at, lifetime }) => at > this.at && lifetime.alive);
    return due.map(({ lifetime, callback }) => () => {
      if (lifetime.alive) {
        callback();
      }
    });
  }
}
