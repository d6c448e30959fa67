import type { Time } from '../ports';

/** A connection may fall silent without being closed: after so long without news the network is asked anew. */
const LONGEST_MS = 30_000;

/** Waits for news of what is to play, and no longer than that. */
export class Silence {
  #stop: () => void = () => undefined;

  constructor(
    private readonly time: Time,
    private readonly tooLong: () => void,
  ) {}

  /** From here on it is waited anew; or not at all, where nothing is waited for. */
  begin(waits: boolean): void {
    this.#stop();
    this.#stop = waits ? this.time.after(LONGEST_MS, this.tooLong) : () => undefined;
  }
}
