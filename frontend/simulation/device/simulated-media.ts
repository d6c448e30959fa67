import type { Media } from '../../offline/ports';
import { ScriptedMedia } from '../../offline/testing/scripted-media';
import type { Lifetime } from './lifetime';
import type { PendingWork } from './pending-work';
import { audioUrlOf, LECTURES, type SimulatedLecture } from '../catalogue';

/**
 * A media element that plays by the storm's time. The duration of a loaded lecture is known a moment later, and a seek
 * ends a moment later. It plays on until it is paused or at the end.
 */
export class SimulatedMedia implements Media {
  readonly #media = new ScriptedMedia(() => Promise.resolve());
  #loads = 0;
  #durationMs = 0;

  constructor(
    private readonly lifetime: Lifetime,
    private readonly pendingWork: PendingWork,
  ) {}

  readonly load = (url: string | null): void => {
    if (!this.lifetime.alive) {
      return;
    }
    this.#loads++;
    this.#media.load(url);
    this.#durationMs = 0;
    const lecture = url === null ? null : lectureAt(url);
    if (lecture !== null) {
      this.#later(() => {
        this.#durationMs = lecture.durationMs;
        this.#media.loaded(lecture.durationMs);
      });
    }
  };

  readonly play = async (): Promise<void> => {
    await this.#media.play();
    this.#later(() => {
      if (!this.#media.isPaused()) {
        this.#media.tell('playing');
      }
    });
  };

  readonly pause = (): void => {
    if (this.lifetime.alive) {
      this.#media.pause();
    }
  };

  readonly seek = (positionMs: number): void => {
    this.#media.seek(Math.min(positionMs, this.#durationMs));
    this.#later(() => {
      this.#media.tell('seeked');
    });
  };

  readonly setRate = (): void => undefined;
  readonly setVolume = (): void => undefined;
  readonly positionMs = (): number => this.#media.positionMs();
  readonly durationMs = (): number | null => this.#media.durationMs();
  readonly isPaused = (): boolean => this.#media.isPaused();
  readonly canPlay = (): boolean => true;
  readonly onEvent = this.#media.onEvent;

  get isPlaying(): boolean {
    return this.#durationMs > 0 && !this.#media.isPaused();
  }

  /** How much is played in that time: nothing while it is paused; at most the rest of the lecture. */
  heardIn(ms: number): number {
    return this.isPlaying ? Math.min(ms, this.#durationMs - this.#media.positionMs()) : 0;
  }

  /** Plays on, if it plays. */
  goOn(ms: number): void {
    if (!this.lifetime.alive || !this.isPlaying) {
      return;
    }
    const positionMs = this.#media.positionMs() + ms;
    if (positionMs < this.#durationMs) {
      this.#media.playTo(positionMs);
    } else {
      this.#media.end(this.#durationMs);
    }
  }

  /** A browser reports in a turn of its own, unless another lecture was loaded by then. */
  #later(event: () => void): void {
    const load = this.#loads;
    this.pendingWork.soon(() => {
      if (this.lifetime.alive && load === this.#loads) {
        event();
      }
    });
  }
}

function lectureAt(url: string): SimulatedLecture | null {
  return LECTURES.find((lecture) => audioUrlOf(lecture) === url) ?? null;
}
