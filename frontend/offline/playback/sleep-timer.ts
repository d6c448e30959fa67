import { LiveValue } from '../live/live';
import type { Media, Time } from '../ports';
import { AWAKE, extended, isOver, listened, sleepIn, volumeOf } from '../rules/playback/sleep';
import type { Live, PlayerView, SleepView } from '../types';

/**
 * Ends listening after a while. It has no timer of its own, because a browser slows timers down while the
 * screen is off. The player's ticks, several per second, count it down. When it is over, it pauses like the
 * listener, so that the recorded position is where playback stopped.
 */
export class SleepTimer {
  readonly view = new LiveValue<SleepView>(AWAKE);
  /** To the millisecond. The view shows seconds. */
  #sleep: SleepView = AWAKE;
  /** The start of the listening time that is not counted yet; null while nothing plays. */
  #since: number | null = null;
  /** The timer has ended listening, and nothing was played since. */
  #isOver = false;

  constructor(
    private readonly media: Pick<Media, 'pause' | 'setVolume'>,
    private readonly player: Live<PlayerView>,
    private readonly time: Time,
  ) {
    player.subscribe(() => {
      this.#count();
    });
  }

  /** @param choice minutes of listening, the end of the lecture, or not at all */
  set(choice: number | 'end-of-lecture' | null): void {
    this.#count();
    if (choice === null) {
      this.#become(AWAKE);
    } else {
      this.#become(choice === 'end-of-lecture' ? { kind: 'end-of-lecture' } : sleepIn(choice));
    }
  }

  extend(): void {
    this.#count();
    this.#become(extended(this.#sleep));
  }

  /** The lecture has ended. Answers whether this ends listening. */
  endsWithLecture(): boolean {
    this.#count();
    const ends = this.#isOver || this.#sleep.kind === 'end-of-lecture';
    if (ends) {
      this.#become(AWAKE);
    }
    return ends;
  }

  #count(): void {
    const now = this.time.elapsedMs();
    const since = this.#since;
    this.#since = this.player.get().state === 'playing' ? now : null;
    if (since === null) {
      this.#isOver &&= this.#since === null; // The listener resumed and is awake.
    }
    if (since === null || this.#sleep.kind !== 'minutes') {
      return;
    }
    const sleep = listened(this.#sleep, now - since);
    if (isOver(sleep)) {
      this.#since = null;
      this.#isOver = true;
      this.media.pause();
      this.#become(AWAKE);
    } else {
      this.#become(sleep);
    }
  }

  #become(sleep: SleepView): void {
    if (volumeOf(sleep) !== volumeOf(this.#sleep)) {
      this.media.setVolume(volumeOf(sleep));
    }
    this.#sleep = sleep;
    if (sleep.kind !== 'minutes') {
      this.view.set(sleep);
      return;
    }
    const remainingMs = Math.ceil(sleep.remainingMs / 1000) * 1000;
    const shown = this.view.get();
    if (shown.kind !== 'minutes' || shown.remainingMs !== remainingMs) {
      this.view.set({ kind: 'minutes', remainingMs });
    }
  }
}
