import type { Time } from '../../ports';

/** Calls back when playback that should start or go on has been without media events for too long. */
export class StallTimer {
  #stop: () => void = () => undefined;

  constructor(
    private readonly time: Time,
    private readonly onStall: () => void,
  ) {}

  /** @param mostMs starts the timer anew with this time; null only stops it */
  restart(mostMs: number | null): void {
    this.#stop();
    this.#stop = mostMs === null ? () => undefined : this.time.after(mostMs, this.onStall);
  }
}
