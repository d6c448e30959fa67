import type { Media, Time } from '../ports';
import { resumeFrom } from '../rules/resuming';
import { isAtEnd } from '../rules/standing';
import { ROUNDING_MS, type Placement } from './placement';
import type { Recorder } from './recorder';
import type { Surroundings } from './surroundings';

/** Where playback goes on: where the listener stands (C3), after a long pause a little before it. */
export class Resumption {
  /** The device's time when playback last came to rest; null before it did. */
  #restedAt: number | null = null;

  constructor(
    private readonly media: Media,
    private readonly placement: Placement,
    private readonly recorder: Recorder,
    private readonly around: Pick<Surroundings, 'standing' | 'now' | 'account' | 'lecture'>,
    private readonly time: Time,
  ) {}

  rested(): void {
    this.#restedAt = this.time.now();
  }

  /** Something else is loaded, or nothing. */
  reset(): void {
    this.#restedAt = null;
  }

  /** Where a lecture that is not loaded goes on; null where it was never touched. */
  standsAt(lectureId: string): number | null {
    const leftAtMs = this.recorder.unwrittenOf(this.around.account(), lectureId);
    if (leftAtMs !== null) {
      const durationMs = this.around.lecture(lectureId)?.durationMs ?? 0;
      return durationMs > 0 && isAtEnd(leftAtMs, durationMs) ? 0 : leftAtMs;
    }
    const standing = this.around.standing(lectureId);
    if (standing === null) {
      return null;
    }
    const pausedMs = standing.positionAt === null ? 0 : this.around.now() - standing.positionAt;
    return resumeFrom(standing.view.resumePositionMs, pausedMs);
  }

  /**
   * Brings what is loaded and paused to where it goes on; nobody has moved by this until playback goes on. Answers
   * the place if another device had moved it, else null.
   */
  goBack(lectureId: string): number | null {
    const standing = this.around.standing(lectureId);
    // What was moved a moment ago is not in the store yet.
    const readable = this.recorder.isWritten() && this.media.isPaused() && this.placement.isSettled();
    if (standing === null || standing.positionMs === null || !readable) {
      return null;
    }
    const hereMs = this.media.positionMs();
    const { resumePositionMs } = standing.view;
    if (Math.abs(standing.positionMs - hereMs) > ROUNDING_MS) {
      const targetMs = this.standsAt(lectureId) ?? resumePositionMs;
      this.placement.resume(targetMs);
      return Math.abs(targetMs - hereMs) > ROUNDING_MS ? targetMs : null;
    }
    // By the device's own clock: what the clock is off by is the same before and after.
    const pausedMs = this.#restedAt === null ? 0 : this.time.now() - this.#restedAt;
    const targetMs = resumeFrom(resumePositionMs, pausedMs);
    if (targetMs !== resumePositionMs) {
      this.placement.resume(targetMs);
    }
    return null;
  }
}
