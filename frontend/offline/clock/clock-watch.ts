import type { Time } from '../ports';
import { JITTER_MS } from '../rules/clock';

/**
 * Whether the device's clock still goes as it did when the server last told the time (C11): somebody may
 * have set it since, or the device slept. Then the time is asked for before anything new is sent, so that
 * what a wrong clock stamped is corrected first (R8).
 */
export class ClockWatch {
  /** As it was when the server last told the time; null until it did. */
  #anchoredAheadMs: number | null = null;

  constructor(private readonly time: Time) {}

  /** How far the device's clock is ahead of the one that nobody sets, which begins anywhere. */
  aheadMs(): number {
    return this.time.now() - this.time.elapsedMs();
  }

  /**
   * The server told the time, and the clock is anchored to it in the store.
   *
   * @param aheadMs as {@link ClockWatch.aheadMs} was when the answer came: the clock may have been set since
   */
  anchored(aheadMs: number): void {
    this.#anchoredAheadMs = aheadMs;
  }

  isTrusted(): boolean {
    const anchoredMs = this.#anchoredAheadMs;
    return anchoredMs !== null && Math.abs(this.aheadMs() - anchoredMs) <= JITTER_MS;
  }
}
