import type { PlayerView } from '../../types';
import type { Recorder } from '../recorder';
import type { MeasuredMedia } from './measured-media';
import type { SeekTracker } from './seek-tracker';

/** Tells the recorder and the view where the media element is (C4). */
export class MediaObserver {
  constructor(
    private readonly media: MeasuredMedia,
    private readonly seekTracker: SeekTracker,
    private readonly recorder: Recorder,
    private readonly show: (change: Partial<PlayerView>) => void,
  ) {}

  /** @param knownMs the duration by the catalogue; 0 when it does not know it */
  onLoaded(knownMs: number): void {
    const measuredMs = this.media.durationMs();
    if (this.media.isEstimated()) {
      this.recorder.estimates();
    }
    if (measuredMs !== null) {
      this.recorder.measured(measuredMs);
      // The browser estimates the duration of some recordings. The server has measured it.
      this.show({ durationMs: knownMs > 0 ? knownMs : measuredMs });
    }
    if (this.seekTracker.loaded()) {
      this.#arrived('resumed');
    }
  }

  /** Answers false when playback cannot reach the position that was wanted. */
  onSeeked(): boolean {
    const reached = this.seekTracker.sought();
    if (reached === 'resumed' || reached === 'sought') {
      this.#arrived(reached);
    }
    return reached !== 'never';
  }

  /** Answers the position up to which is played; null while nothing plays, or during a seek. */
  onTime(): number | null {
    if (!this.seekTracker.isSettled()) {
      return null;
    }
    const positionMs = this.media.positionMs();
    this.show({ positionMs });
    if (this.media.isPaused()) {
      return null;
    }
    this.recorder.see({ kind: 'played', positionMs });
    return positionMs;
  }

  /** An edge: movement since the last entry is written now (C3). */
  onRest(): void {
    if (this.seekTracker.isSettled()) {
      this.recorder.see({ kind: 'rested', positionMs: this.media.positionMs() });
    }
  }

  #arrived(kind: 'resumed' | 'sought'): void {
    const positionMs = this.media.positionMs();
    this.show({ positionMs });
    this.recorder.see({ kind, positionMs });
  }
}
