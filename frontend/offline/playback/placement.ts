import type { Media } from '../ports';

/** Positions this close are the same place: the player rounds. */
export const ROUNDING_MS = 1_000;

/** What is missed as often cannot be reached: a stream without ranges, say, whose every seek ends at 0. */
const MOST_MISSES = 3;

/**
 * Brings playback to where it should be. Until it is there, the media's position says nothing about the
 * listener (C4).
 */
export class Placement {
  /** Where to go on; null once playback was brought there. */
  #resumeToMs: number | null = null;
  /** The listener's own seek is under way. */
  #seeking = false;
  #misses = 0;

  constructor(private readonly media: Media) {}

  isResuming(): boolean {
    return this.#resumeToMs !== null;
  }

  /** Whether the media's position is the listener's. */
  isSettled(): boolean {
    return this.#resumeToMs === null && !this.#seeking;
  }

  /** Forgets what was under way: something else is loaded, or nothing. */
  reset(): void {
    this.#resumeToMs = null;
    this.#seeking = false;
    this.#misses = 0;
  }

  /** To be gone on with from there once it is loaded. */
  resumeOnceLoaded(positionMs: number): void {
    this.#resumeToMs = positionMs;
  }

  /** To be gone on with from there now: nobody has moved until playback goes on. */
  resume(positionMs: number): void {
    this.#resumeToMs = positionMs;
    this.media.seek(positionMs);
  }

  /** The listener chose another place. */
  seek(positionMs: number): void {
    if (this.#resumeToMs !== null) {
      this.#resumeToMs = positionMs;
    } else {
      this.#seeking = true;
      this.media.seek(positionMs);
    }
  }

  /** Answers whether playback is where it should be already. */
  loaded(): boolean {
    if (this.#resumeToMs !== null && this.#resumeToMs > 0) {
      this.media.seek(this.#resumeToMs);
      return false;
    }
    this.#resumeToMs = null;
    return true;
  }

  /** Answers what was reached: where to go on, the listener's place, or not yet either, or never. */
  sought(): 'resumed' | 'sought' | 'not-yet' | 'never' {
    this.#seeking = false;
    if (this.#resumeToMs === null) {
      return 'sought';
    }
    if (!this.#isReached(this.#resumeToMs)) {
      if (++this.#misses === MOST_MISSES) {
        return 'never';
      }
      this.media.seek(this.#resumeToMs); // The listener chose another place while it was loading.
      return 'not-yet';
    }
    this.#resumeToMs = null;
    this.#misses = 0;
    return 'resumed';
  }

  /** What lies beyond the end is reached at the end. */
  #isReached(positionMs: number): boolean {
    const durationMs = this.media.durationMs();
    const isBeyond = durationMs !== null && positionMs >= durationMs - ROUNDING_MS;
    return isBeyond || Math.abs(this.media.positionMs() - positionMs) <= ROUNDING_MS;
  }
}
