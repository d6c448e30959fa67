import type { Media } from '../../ports';

/** Positions this close count as equal, because the player rounds. */
export const ROUNDING_MS = 1_000;

/**
 * After this many missed seeks the position counts as unreachable, as in a stream without ranges whose every
 * seek ends at 0.
 */
const MOST_MISSES = 3;

/**
 * Tracks seeks until playback is at the wanted position. Until then the media's position says nothing about
 * the listener (C4).
 */
export class SeekTracker {
  /** The position to resume at; null once playback has arrived there. */
  #resumeToMs: number | null = null;
  /** The listener's own seek is under way. */
  #seeking = false;
  #misses = 0;

  constructor(private readonly media: Media) {}

  isResuming(): boolean {
    return this.#resumeToMs !== null;
  }

  /** Whether the media's position is the listener's position. */
  isSettled(): boolean {
    return this.#resumeToMs === null && !this.#seeking;
  }

  /** Forgets the pending seek, because another lecture is loaded, or none. */
  reset(): void {
    this.#resumeToMs = null;
    this.#seeking = false;
    this.#misses = 0;
  }

  /** Resumes at this position once the media is loaded. */
  resumeOnceLoaded(positionMs: number): void {
    this.#resumeToMs = positionMs;
  }

  /** Resumes at this position now. The listener has not moved until playback goes on. */
  resume(positionMs: number): void {
    this.#resumeToMs = positionMs;
    this.media.seek(positionMs);
  }

  /** The listener chose another position. */
  seek(positionMs: number): void {
    if (this.#resumeToMs !== null) {
      this.#resumeToMs = positionMs;
    } else {
      this.#seeking = true;
      this.media.seek(positionMs);
    }
  }

  /** Answers whether playback is at the wanted position already. */
  loaded(): boolean {
    if (this.#resumeToMs !== null && this.#resumeToMs > 0) {
      this.media.seek(this.#resumeToMs);
      return false;
    }
    this.#resumeToMs = null;
    return true;
  }

  /** Answers what was reached: the resume position, the listener's own, neither yet, or that it is unreachable. */
  sought(): 'resumed' | 'sought' | 'not-yet' | 'never' {
    this.#seeking = false;
    if (this.#resumeToMs === null) {
      return 'sought';
    }
    if (!this.#isReached(this.#resumeToMs)) {
      if (++this.#misses === MOST_MISSES) {
        return 'never';
      }
      this.media.seek(this.#resumeToMs); // The listener chose another position during loading.
      return 'not-yet';
    }
    this.#resumeToMs = null;
    this.#misses = 0;
    return 'resumed';
  }

  /** A position beyond the end is reached at the end. */
  #isReached(positionMs: number): boolean {
    const durationMs = this.media.durationMs();
    const isBeyond = durationMs !== null && positionMs >= durationMs - ROUNDING_MS;
    return isBeyond || Math.abs(this.media.positionMs() - positionMs) <= ROUNDING_MS;
  }
}
