import type { Media, Time } from '../ports';
import { resumeFrom } from '../rules/playback/resuming';
import { isAtEnd } from '../rules/lecture-progress';
import { ROUNDING_MS, type SeekTracker } from './media/seek-tracker';
import type { Recorder } from './recorder';
import type { PlayerDependencies } from './player-dependencies';

/** The position at which playback resumes: the listener's position (C3), or a little before it after a long pause. */
export class Resumption {
  /** The device's time when playback last stopped; null before that. */
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

  /** Another lecture is loaded, or none. */
  reset(): void {
    this.#restedAt = null;
  }

  /** The position at which a lecture that is not loaded resumes; null when it was never touched. */
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
   * Moves the loaded, paused lecture to where it resumes. This does not count as a move by the listener until
   * playback continues. Answers the position if another device moved it, else null.
   */
  goBack(lectureId: string): number | null {
    const progress = this.dependencies.progressOf(lectureId);
    // The latest move may not be in the store yet.
    const readable = this.recorder.isWritten() && this.media.isPaused() && this.seekTracker.isSettled();
    if (progress === null || progress.positionMs === null || !readable) {
      return null;
    }
    const hereMs = this.media.positionMs();
    const { resumePositionMs } = progress.view;
    if (this.recorder.isAtUnheardEnd()) {
      const leftMs = (this.media.durationMs() ?? Infinity) - hereMs;
      if (leftMs <= ROUNDING_MS) {
        this.seekTracker.resume(this.resumesAt(lectureId) ?? resumePositionMs); // Else the browser begins again at 0.
      }
      return null;
    }
    if (Math.abs(progress.positionMs - hereMs) > ROUNDING_MS) {
      const targetMs = this.resumesAt(lectureId) ?? resumePositionMs;
      this.seekTracker.resume(targetMs);
      return Math.abs(targetMs - hereMs) > ROUNDING_MS ? targetMs : null;
    }
    // By the device's own clock, because its error is the same at both times.
    const pausedMs = this.#restedAt === null ? 0 : this.time.now() - this.#restedAt;
    const targetMs = resumeFrom(resumePositionMs, pausedMs);
    if (targetMs !== resumePositionMs) {
      this.seekTracker.resume(targetMs);
    }
    return null;
  }
}
