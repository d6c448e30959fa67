import type { Media } from '../../ports';
import { isEstimated, toClockMs } from '../../rules/playback/estimated-clock';

/**
 * A media element with the positions of the recording. The browser estimates the duration of an MP3 of a variable bit
 * rate without an index, and seeks in proportion to that estimate. Its clock then shows a wrong position. The server has
 * counted the frames. Where the two durations differ, seeks are scaled, and positions are counted from where the last seek
 * led.
 */
export class MeasuredMedia implements Media {
  /** The duration by the server; 0 where it did not measure what is loaded. */
  #knownMs = 0;
  #isEstimated = false;
  /** What is added to the element's clock. */
  #offsetMs = 0;

  constructor(private readonly media: Media) {}

  /** Must be called before `load`. */
  expect(knownMs: number): void {
    this.#knownMs = knownMs;
  }

  /** Whether the element's clock is an estimate, so that only the event `ended` tells the end. False before `loaded`. */
  isEstimated(): boolean {
    return this.#isEstimated;
  }

  readonly load: Media['load'] = (url) => {
    this.#isEstimated = false;
    this.#offsetMs = 0;
    this.media.load(url);
  };

  readonly seek: Media['seek'] = (positionMs) => {
    const clockMs = this.#isEstimated
      ? toClockMs(positionMs, this.#knownMs, this.media.durationMs())
      : positionMs;
    this.#offsetMs = positionMs - clockMs;
    this.media.seek(clockMs);
  };

  readonly positionMs: Media['positionMs'] = () => Math.max(0, this.media.positionMs() + this.#offsetMs);

  readonly durationMs: Media['durationMs'] = () =>
    this.#isEstimated ? this.#knownMs : this.media.durationMs();

  readonly onEvent: Media['onEvent'] = (callback) => {
    this.media.onEvent((event) => {
      if (event === 'loaded') {
        this.#isEstimated = isEstimated(this.#knownMs, this.media.durationMs());
      }
      callback(event);
    });
  };

  readonly canPlay: Media['canPlay'] = (mediaType) => this.media.canPlay(mediaType);

  readonly play: Media['play'] = () => this.media.play();

  readonly pause: Media['pause'] = () => {
    this.media.pause();
  };

  readonly setRate: Media['setRate'] = (rate) => {
    this.media.setRate(rate);
  };

  readonly setVolume: Media['setVolume'] = (volume) => {
    this.media.setVolume(volume);
  };

  readonly isPaused: Media['isPaused'] = () => this.media.isPaused();
}
