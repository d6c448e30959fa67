import type { RandomSource, Time } from '../ports';
import { PARTING_MS, type ClockReading } from '../rules/clock';

/**
 * The clocks of this process, and whether the device's clock is anchored (C11): the server told this process the time,
 * and since then the device's clock has gone on as the steady clock did. When somebody sets it, or the device sleeps
 * and the steady clock stops, it is not anchored until the server tells the time again.
 */
export class ClockWatch {
  readonly #processId: string;
  /** The reading that was last anchored; null until there was one. */
  #anchor: ClockReading | null = null;

  constructor(
    private readonly time: Time,
    { newId }: Pick<RandomSource, 'newId'>,
  ) {
    this.#processId = newId();
  }

  read(): ClockReading {
    const reading = {
      ...{ deviceAt: this.time.now(), elapsedMs: Math.round(this.time.elapsedMs()) },
      ...{ processId: this.#processId, anchoredOffsetMs: null },
    };
    const anchor = this.#anchor;
    const isAnchored = anchor !== null && Math.abs(aheadMs(reading) - aheadMs(anchor)) <= PARTING_MS;
    return isAnchored ? { ...reading, anchoredOffsetMs: anchor.anchoredOffsetMs } : reading;
  }

  isAnchored(): boolean {
    return this.read().anchoredOffsetMs !== null;
  }

  /** @param reading when an answer told the time; the clock may have been set since */
  anchor(reading: ClockReading): void {
    this.#anchor = reading;
  }
}

/** How far the device's clock is ahead of the steady one, which begins anywhere. */
function aheadMs({ deviceAt, elapsedMs }: ClockReading): number {
  return deviceAt - elapsedMs;
}
