import type { Time } from './ports';
import { JITTER_MS } from './rules/clock';

/**
 * Whether the device's clock still goes as it did when the server last told the time (C11): somebody may
 * have set it since, or the device slept. Then the time is asked for before anything new is sent, so that
 * what a wrong clock stamped is corrected first (R8).
 */
export class ClockWatch {
  /** How far the device's clock is ahead of the one that nobody sets; null until the server told the time. */
  #aheadMs: number | null = null;

  constructor(private readonly time: Time) {}

  /** The server has just told the time. */
  anchored(): void {
    this.#aheadMs = this.#presentlyAheadMs();
  }

  isTrusted(): boolean {
    return this.#aheadMs !== null && Math.abs(this.#presentlyAheadMs() - this.#aheadMs) <= JITTER_MS;
  }

  #presentlyAheadMs(): number {
    return this.time.now() - this.time.elapsedMs();
  }
}
