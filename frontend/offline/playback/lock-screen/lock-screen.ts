import type { MediaControls, Time } from '../../ports';
import type { Live, PlayerView } from '../../types';
import type { Titles } from '../player-dependencies';

/** The lock screen computes the position by itself. It gets a new one when the difference is larger than this. */
const DRIFT_MS = 1_500;

/** What the lock screen shows, and since when. */
interface ShownState {
  readonly playing: boolean;
  /** The player's intended state, which is more than its present one: a loading lecture is about to play. */
  readonly shownPlaying: boolean;
  readonly positionMs: number;
  readonly durationMs: number;
  readonly rate: number;
  readonly at: number;
}

/** Shows the state of the player on the lock screen, in the headset and in the car. */
export class LockScreen {
  #shownId: string | null = null;
  #shown: ShownState | null = null;

  constructor(
    private readonly controls: MediaControls,
    private readonly player: Live<PlayerView>,
    private readonly lecture: (lectureId: string) => Titles | null,
    private readonly time: Time,
  ) {}

  follow(): void {
    this.player.subscribe(() => {
      this.#show();
    });
  }

  #show(): void {
    const view = this.player.get();
    // A lecture that is only shown in the app does not take the lock screen from another app.
    if (view.source === null) {
      if (view.state !== 'loading') {
        this.#clear();
      }
      return;
    }
    if (view.lectureId !== this.#shownId) {
      this.#showLecture(view.lectureId);
    }
    this.#update(view);
  }

  #showLecture(lectureId: string | null): void {
    this.#shownId = lectureId;
    this.#shown = null;
    const lecture = lectureId === null ? null : this.lecture(lectureId);
    if (lecture !== null) {
      const { title, scholarName: artist, seriesTitle: album, seriesId, id, cover: picture } = lecture;
      this.controls.show({ title, artist, album, coverId: seriesId ?? id, picture });
    }
  }

  #update({ state, positionMs, durationMs, rate }: PlayerView): void {
    const shown = this.#shown;
    const playing = state === 'playing';
    // Between two lectures the lock screen must keep showing that it plays.
    const shownPlaying = playing || state === 'loading';
    const now = { playing, shownPlaying, positionMs, durationMs, rate, at: this.time.elapsedMs() };
    if (shown?.shownPlaying !== shownPlaying) {
      this.controls.setPlaying(shownPlaying);
    }
    const counted = shown === null ? 0 : shown.positionMs + (shown.playing ? (now.at - shown.at) * rate : 0);
    const isKnown =
      shown?.playing === playing &&
      shown.shownPlaying === shownPlaying &&
      shown.durationMs === durationMs &&
      shown.rate === rate &&
      Math.abs(counted - positionMs) <= DRIFT_MS;
    if (!isKnown) {
      this.#shown = now;
      this.controls.setPosition(positionMs, durationMs, rate);
    }
  }

  #clear(): void {
    if (this.#shownId !== null) {
      this.#shownId = null;
      this.#shown = null;
      this.controls.clear();
    }
  }
}
