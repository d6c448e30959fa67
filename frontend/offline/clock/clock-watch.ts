import type { RandomSource, Time } from '../ports';
import { offsetToldBy, PARTING_MS, type ClockReading } from '../rules/clock';

/** The clocks of this process, and whether the device's clock is anchored (C11). */
export class ClockWatch {
  readonly #processId: string;
  /** Null until an answer told this process the server's time. */
  #anchor: ClockReading | null = null;

  constructor(
    private readonly time: Time,
    { newId }: Pick<RandomSource, 'newId'>,
  ) {
    this.#processId = newId();
  }

  /** Anchored while the device's clock has advanced like the steady clock since the anchor. */
  read(): ClockReading {
    const [deviceAt, elapsedMs] = [this.time.now(), Math.round(this.time.elapsedMs())];
    const anchor = this.#anchor;
    const partedMs = anchor === null ? Infinity : deviceAt - anchor.deviceAt - (elapsedMs - anchor.elapsedMs);
    const anchoredOffsetMs = Math.abs(partedMs) <= PARTING_MS ? (anchor?.anchoredOffsetMs ?? null) : null;
    return { deviceAt, elapsedMs, processId: this.#processId, anchoredOffsetMs };
  }

  /** A reading at the arrival of an answer. It is anchored too if the answer came quickly enough. */
  readAfter(sentAt: number, serverTime: number): ClockReading {
    const now = this.read();
    const offsetMs = offsetToldBy(sentAt, now.deviceAt, serverTime);
    return { ...now, anchoredOffsetMs: offsetMs ?? now.anchoredOffsetMs };
  }

  /** Call once the stamps of the device have been restamped by this reading in the store. */
  anchor(reading: ClockReading): void {
    const { anchoredOffsetMs } = reading;
    // A slow answer does not renew the anchor. Otherwise a slow drift would never end it.
    if (anchoredOffsetMs !== null && anchoredOffsetMs !== this.read().anchoredOffsetMs) {
      this.#anchor = reading;
    }
  }
}
