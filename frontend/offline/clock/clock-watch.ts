import type { RandomSource, Time } from '../ports';
import { offsetToldBy, PARTING_MS, type ClockReading } from '../rules/clock';

/** The clocks of this process, and whether the device's clock is anchored (C11). */
export class ClockWatch {
  readonly #processId: string;
  /** Null until the server told this process the time. */
  #anchor: ClockReading | null = null;

  constructor(
    private readonly time: Time,
    { newId }: Pick<RandomSource, 'newId'>,
  ) {
    this.#processId = newId();
  }

  /** Anchored while the device's clock has gone on as the steady clock did since the server told the time. */
  read(): ClockReading {
    const [deviceAt, elapsedMs] = [this.time.now(), Math.round(this.time.elapsedMs())];
    const anchor = this.#anchor;
    const partedMs = anchor === null ? Infinity : deviceAt - anchor.deviceAt - (elapsedMs - anchor.elapsedMs);
    const anchoredOffsetMs = Math.abs(partedMs) <= PARTING_MS ? (anchor?.anchoredOffsetMs ?? null) : null;
    return { deviceAt, elapsedMs, processId: this.#processId, anchoredOffsetMs };
  }

  /** As an answer comes: anchored as well if the answer came quickly enough to tell the time. */
  readAfter(sentAt: number, serverTime: number): ClockReading {
    const now = this.read();
    const offsetMs = offsetToldBy(sentAt, now.deviceAt, serverTime);
    return { ...now, anchoredOffsetMs: offsetMs ?? now.anchoredOffsetMs };
  }

  /** To be called once the stamps of the device follow this reading in the store. */
  anchor(reading: ClockReading): void {
    const { anchoredOffsetMs } = reading;
    // A slow answer tells nothing: it does not renew the anchor, or a slow drift would never part the clocks.
    if (anchoredOffsetMs !== null && anchoredOffsetMs !== this.read().anchoredOffsetMs) {
      this.#anchor = reading;
    }
  }
}
