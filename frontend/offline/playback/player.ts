import type { Live, PlayerView } from '../types';
import { boundedRate } from '../rules/playback/speed';
import { IDLE, type MediaController } from './media-controller';
import type { Recorder } from './recorder';
import type { PlayerDependencies } from './player-dependencies';

/**
 * One player for the app's whole life. It asks the network for nothing before the listener presses
 * play, resumes where the listener stands, and reports what happens to the recorder. A sync never moves
 * it (C8); only pressing play re-reads where to stand (C3).
 */
export class Player {
  readonly view: Live<PlayerView>;

  constructor(
    private readonly controller: MediaController,
    private readonly recorder: Recorder,
    private readonly dependencies: PlayerDependencies,
  ) {
    this.view = controller.view;
  }

  /** Shows a lecture in an empty player, paused, without asking for a byte, now and at the next start. */
  take(lectureId: string): void {
    this.restore(lectureId);
    this.#remember();
  }

  /** Shows a lecture, paused, without asking for a byte; what is shown already stays. */
  restore(lectureId: string): void {
    const lecture = this.dependencies.lecture(lectureId);
    if (lecture === null || this.view.get().lectureId !== null) {
      return;
    }
    const positionMs = this.dependencies.progressOf(lectureId)?.view.resumePositionMs ?? 0;
    const rate = boundedRate(this.dependencies.rateOf(lectureId));
    this.controller.show({
      ...IDLE,
      lectureId,
      state: 'paused',
      positionMs,
      durationMs: lecture.durationMs,
      rate,
    });
  }

  /** A lecture that is shown but not loaded follows the listener's position. */
  reread(): void {
    const { lectureId, state } = this.view.get();
    const progress = lectureId === null ? null : this.dependencies.progressOf(lectureId);
    if (!this.controller.isLoaded() && state === 'paused' && progress !== null && this.recorder.isWritten()) {
      this.controller.show({ positionMs: progress.view.resumePositionMs });
    }
  }

  /** Answers as {@link resume}. */
  play(lectureId: string): number | null {
    if (this.view.get().lectureId === lectureId) {
      return this.resume();
    }
    if (this.#isPlayable(lectureId) || !this.controller.wantsPlaying()) {
      this.controller.rest();
      this.controller.begin(lectureId, this.controller.resumption.resumesAt(lectureId) ?? 0, true);
    }
    return null;
  }

  /** From the beginning, which becomes where the listener stands; of what cannot be played nobody is moved (C4). */
  playFromStart(lectureId: string): void {
    const isLoaded = this.controller.isLoaded() && this.view.get().lectureId === lectureId;
    if (!isLoaded && !this.#isPlayable(lectureId)) {
      this.play(lectureId);
      return;
    }
    if (this.view.get().lectureId === lectureId) {
      this.seek(0);
      this.resume();
      return;
    }
    this.controller.rest();
    const lecture = this.dependencies.lecture(lectureId);
    if (lecture !== null) {
      this.recorder.move(this.controller.subject(lectureId, lecture.assetId), 0);
    }
    this.controller.begin(lectureId, 0, true);
  }

  /** Goes on from where the listener stands; answers the place if another device had moved it, else null. */
  resume(): number | null {
    const { lectureId, positionMs } = this.view.get();
    if (lectureId === null) {
      return null;
    }
    if (!this.controller.isLoaded()) {
      // What was moved a moment ago is not in the store yet.
      const resumesAtMs = this.recorder.isWritten() ? this.controller.resumption.resumesAt(lectureId) : null;
      this.controller.begin(lectureId, resumesAtMs ?? positionMs, true);
      return null;
    }
    return this.controller.goOn(lectureId);
  }

  pause(): void {
    this.controller.pause();
  }

  seek(positionMs: number): void {
    const { lectureId, durationMs } = this.view.get();
    if (lectureId === null) {
      return;
    }
    const wanted = Math.round(Math.max(0, durationMs > 0 ? Math.min(positionMs, durationMs) : positionMs));
    this.controller.show({ positionMs: wanted });
    if (this.controller.isLoaded()) {
      this.controller.seek(wanted);
      return;
    }
    const lecture = this.dependencies.lecture(lectureId);
    if (lecture !== null) {
      this.recorder.move(this.controller.subject(lectureId, lecture.assetId), wanted);
    }
  }

  /** The listener stands here, whatever another device says; nothing moves. */
  stay(): void {
    this.recorder.affirm(this.view.get().positionMs);
  }

  /** For what is loaded. */
  applyRate(rate: number): void {
    const bounded = boundedRate(rate);
    this.controller.applyRate(bounded);
    this.#remember();
  }

  close(): void {
    this.controller.rest();
    this.controller.unload();
    this.controller.show({ ...IDLE, rate: this.view.get().rate });
    this.#remember();
  }

  /** Another account listens from here on; the player plays on for it. */
  handOver(account: string): void {
    this.controller.rest();
    this.recorder.handOver(account);
    if (this.view.get().lectureId !== null) {
      this.#remember(); // An empty player has nothing to say against what plays in another tab.
    }
  }

  /** The download that may be playing is gone: go on from the network, or say that it cannot. */
  sourceRemoved(lectureId: string): void {
    const { lectureId: loaded, source, positionMs } = this.view.get();
    if (loaded === lectureId && source === 'device' && this.controller.isLoaded()) {
      this.controller.rest();
      this.controller.begin(lectureId, positionMs, this.controller.wantsPlaying());
    }
  }

  /** As far as is known without asking: nothing is local, and there is no network. */
  #isPlayable(lectureId: string): boolean {
    return this.dependencies.choose(lectureId).kind !== 'none';
  }

  #remember(): void {
    const { lectureId, rate } = this.view.get();
    this.dependencies.remember(lectureId, rate);
  }
}
