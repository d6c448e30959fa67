import type { Time } from '../ports';

/** A connection may stall without being closed. After this time without media events the source is loaded again. */
const LONGEST_MS = 30_000;

/** Calls back when playback that should start or go on has stalled for too long. */
export class StallTimer {
  #stop: () => void = () => undefined;

  constructor(
    private readonly time: Time,
    private readonly onStall: () => void,
  ) {}

  /** Restarts the timer, or only stops it when nothing is expected. */
  restart(waits: boolean): void {
    this.#stop();
    this.#stop = waits ? this.time.after(LONGEST_MS, this.onStall) : () => undefined;
  }
}
