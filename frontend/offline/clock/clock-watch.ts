import type { RandomSource, Time } from '../ports';
import { PARTING_MS, type ClockReading } from '../rules/clock';
import type { Knowledge } from '../rules/restamp';

/** C11: the server's time is known to half of the round trip, so only short ones anchor. */
const LONGEST_ANCHORING_ROUND_TRIP_MS = 2_000;

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

  /**
   * What an answer tells. Its reading is anchored too if it came quickly enough (C11).
   *
   * @param sent the reading when the request left
   * @param serverTime when the server answered
   */
  learn(sent: ClockReading, serverTime: number): Knowledge {
    const now = this.read();
    // The clock may have been set back meanwhile, and the steady clock may have stopped.
    const tookMs = Math.max(now.deviceAt - sent.deviceAt, now.elapsedMs - sent.elapsedMs);
    const tells = now.deviceAt >= sent.deviceAt && tookMs <= LONGEST_ANCHORING_ROUND_TRIP_MS;
    const toldMs = Math.round(serverTime - (sent.deviceAt + now.deviceAt) / 2);
    const reading = { ...now, anchoredOffsetMs: tells ? toldMs : now.anchoredOffsetMs };
    return { reading, serverTime: serverTime + tookMs };
  }

  /** Call once the stamps of the device have been restamped by this reading in the store. */
  anchor(reading: ClockReading): void {
    // A slow answer does not renew the anchor. Otherwise a slow drift would never end it.
    if (reading.anchoredOffsetMs !== null && reading.anchoredOffsetMs !== this.read().anchoredOffsetMs) {
      this.#anchor = reading;
    }
  }
}
