import type { Media, Time } from '../ports';
import { resumeFrom } from '../rules/playback/resuming';
import { isAtEnd } from '../rules/lecture-progress';
import { ROUNDING_MS, type SeekTracker } from './seek-tracker';
import type { Recorder } from './recorder';
import type { PlayerDependencies } from './player-dependencies';

/** Where playback resumes: at the listener's position (C3), after a long pause a little before it. */
export class Resumption {
  /** The device's time when playback last came to rest; null before it did. */
  #restedAt: number | null = null;

  constructor(
    private readonly media: Media,
    private readonly seekTracker: SeekTracker,
    private readonly recorder: Recorder,
    private readonly dependencies: Pick<PlayerDependencies, 'progressOf' | 'now' | 'account' | 'lecture'>,
    private readonly time: Time,
  ) {}

  rested(): void {
    this.#restedAt = this.time.now();
  }

  /** Something else is loaded, or nothing. */
  reset(): void {
    this.#restedAt = null;
  }

  /** Where a lecture that is not loaded resumes; null where it was never touched. */
  resumesAt(lectureId: string): number | null {
    const leftAtMs = this.recorder.unwrittenOf(this.dependencies.account(), lectureId);
    if (leftAtMs !== null) {
      const durationMs = this.dependencies.lecture(lectureId)?.durationMs ?? 0;
      return durationMs > 0 && isAtEnd(leftAtMs, durationMs) ? 0 : leftAtMs;
    }
    const progress = this.dependencies.progressOf(lectureId);
    if (progress === null) {
      return null;
    }
    const pausedMs = progress.positionAt === null ? 0 : this.dependencies.now() - progress.positionAt;
    return resumeFrom(progress.view.resumePositionMs, pausedMs);
  }

  /**
   * Brings what is loaded and paused to where it goes on; nobody has moved by this until playback goes on. Answers
   * the place if another device had moved it, else null.
   */
  goBack(lectureId: string): number | null {
    const progress = this.dependencies.progressOf(lectureId);
    // What was moved a moment ago is not in the store yet.
    const readable = this.recorder.isWritten() && this.media.isPaused() && this.seekTracker.isSettled();
    if (progress === null || progress.positionMs === null || !readable) {
      return null;
    }
    const hereMs = this.media.positionMs();
    const { resumePositionMs } = progress.view;
    if (Math.abs(progress.positionMs - hereMs) > ROUNDING_MS) {
      const targetMs = this.resumesAt(lectureId) ?? resumePositionMs;
      this.seekTracker.resume(targetMs);
      return Math.abs(targetMs - hereMs) > ROUNDING_MS ? targetMs : null;
    }
    // By the device's own clock: what the clock is off by is the same before and after.
    const pausedMs = this.#restedAt === null ? 0 : this.time.now() - this.#restedAt;
    const targetMs = resumeFrom(resumePositionMs, pausedMs);
    if (targetMs !== resumePositionMs) {
      this.seekTracker.resume(targetMs);
    }
    return null;
  }
}
