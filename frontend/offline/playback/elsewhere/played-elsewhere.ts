import { LiveValue } from '../../live/live';
import type { Time } from '../../ports';
import type { Live, PlayedElsewhereView, PlayerView } from '../../types';

/** A position is kept every 30 s of playback, and takes a while to come here. */
export const JUST_NOW_MS = 60_000;

/** Where another device moved last. */
export interface MovedElsewhere extends PlayedElsewhereView {
  /** Milliseconds since 1970, by its stamp. */
  readonly at: number;
}

/** What the notice needs of the rest. */
export interface PlayedElsewhereDependencies {
  readonly player: Live<PlayerView>;
  /** Changes whenever `latest` may have. */
  readonly progress: Live<unknown>;
  /** Where another device moved last; null where none did. */
  readonly latest: () => MovedElsewhere | null;
  /** The present time as stamps have it. */
  readonly now: () => number;
  readonly time: Time;
}

/**
 * Notices that another lecture than the one in this player was heard on another device just now, so that listening can
 * go on here. It moves and pauses nothing. What another device does in the lecture that is loaded here,
 * `OtherDevicePosition` tells.
 */
export class PlayedElsewhere {
  readonly view = new LiveValue<PlayedElsewhereView | null>(null);
  /** The listener does not want to hear of this lecture. */
  #declinedId: string | null = null;
  #stop: () => void = () => undefined;

  constructor(private readonly dependencies: PlayedElsewhereDependencies) {
    const notice = () => {
      this.#notice();
    };
    dependencies.progress.subscribe(notice);
    let loadedId = dependencies.player.get().lectureId;
    dependencies.player.subscribe(() => {
      const { lectureId } = dependencies.player.get();
      if (lectureId !== loadedId) {
        loadedId = lectureId;
        notice();
      }
    });
  }

  /** The listener goes on with what is loaded here. */
  decline(): void {
    this.#declinedId = this.view.get()?.lectureId ?? this.#declinedId;
    this.#notice();
  }

  #notice(): void {
    this.#stop();
    const { player, latest, now, time } = this.dependencies;
    const moved = latest();
    const loadedId = player.get().lectureId;
    const leftMs = moved === null ? 0 : moved.at + JUST_NOW_MS - now();
    if (moved === null || leftMs <= 0 || loadedId === null || moved.lectureId === loadedId) {
      this.view.set(null);
      return;
    }
    const { lectureId, positionMs } = moved;
    this.view.set(lectureId === this.#declinedId ? null : { lectureId, positionMs });
    this.#stop = time.after(leftMs, () => {
      this.view.set(null);
    });
  }
}
