import type { Media, MediaEvent } from '../ports';
import { task } from './activity';

/** A media element that the test controls, and that records its calls. */
export class ScriptedMedia implements Media {
  readonly asked: string[] = [];
  positionNowMs = 0;
  #callback: (event: MediaEvent) => void = () => undefined;
  #durationMs: number | null = null;
  #paused = true;

  /** @param started what `play` returns; by default it resolves in its own task, as in a browser */
  constructor(private readonly started: () => Promise<void> = () => task('media.play')) {}

  readonly load = (url: string | null): void => {
    this.asked.push(url === null ? 'unload' : `load ${url}`);
    this.positionNowMs = 0;
    this.#durationMs = null;
    this.#paused = true;
  };
  readonly play = (): Promise<void> => {
    this.asked.push('play');
    this.#paused = false;
    return this.started();
  };
  readonly pause = (): void => {
    if (!this.#paused) {
      this.#paused = true;
      this.tell('paused');
    }
  };
  readonly seek = (positionMs: number): void => {
    this.asked.push(`seek ${positionMs}`);
    this.positionNowMs = positionMs;
  };
  rate = 1;
  volume = 1;
  readonly setRate = (rate: number): void => {
    this.rate = rate;
  };
  readonly setVolume = (volume: number): void => {
    this.volume = volume;
  };
  readonly positionMs = (): number => this.positionNowMs;
  readonly durationMs = (): number | null => this.#durationMs;
  readonly isPaused = (): boolean => this.#paused;
  /** Media types without a decoder. */
  readonly unsupported = new Set<string>();
  readonly canPlay = (mediaType: string): boolean => !this.unsupported.has(mediaType);
  readonly onEvent = (callback: (event: MediaEvent) => void): void => {
    this.#callback = callback;
  };

  tell(event: MediaEvent): void {
    this.#callback(event);
  }

  /** Its length became known. */
  loaded(durationMs: number): void {
    this.#durationMs = durationMs;
    this.tell('loaded');
  }

  /** Playback has reached a position. */
  playTo(positionMs: number): void {
    this.positionNowMs = positionMs;
    this.tell('time');
  }

  /** Playback has reached the end. */
  end(positionMs: number): void {
    this.positionNowMs = positionMs;
    this.#paused = true;
    this.tell('paused');
    this.tell('ended');
  }
}
