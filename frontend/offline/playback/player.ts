import type { Live, PlayerView } from '../types';
import { isAtEnd } from '../rules/lecture-progress';
import type { SeekKind } from '../rules/playback/seek-undo';
import { boundedRate } from '../rules/playback/speed';
import { IDLE } from '../rules/playback/idle-player';
import type { MediaController } from './media/media-controller';
import type { Recorder } from './recorder';
import type { PlayerDependencies, Titles } from './player-dependencies';
import { ROUNDING_MS } from './media/seek-tracker';

/**
 * One player for the app's lifetime. It uses the network only after the listener presses play, resumes at the
 * listener's position, and reports observations to the recorder. A sync never moves it (C8). Only pressing
 * play re-reads the stored position (C3).
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

  /** Shows a lecture in an empty player, paused, without requesting audio, now and at the next start. */
  take(lectureId: string): void {
    this.restore(lectureId);
    this.#remember();
  }

  /** Shows a lecture, paused, without requesting audio. A lecture that is shown already stays. */
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

  /**
   * Plays from the beginning, which becomes the listener's position. For a lecture that cannot be played no
   * position moves (C4).
   */
  playFromStart(lectureId: string): void {
    this.playFrom(lectureId, 0);
  }

  /** Plays from a position, as {@link playFromStart} does from the beginning. */
  playFrom(lectureId: string, positionMs: number): void {
    const isLoaded = this.controller.isLoaded() && this.view.get().lectureId === lectureId;
    if (!isLoaded && !this.#isPlayable(lectureId)) {
      this.play(lectureId);
      return;
    }
    if (this.view.get().lectureId === lectureId) {
      this.seek(positionMs, 'sought');
      this.resume();
      return;
    }
    this.controller.rest();
    const lecture = this.dependencies.lecture(lectureId);
    if (lecture !== null) {
      this.#moveUnloaded(lecture, positionMs, 'sought');
    }
    this.controller.begin(lectureId, positionMs, true);
  }

  /** Resumes at the listener's position. Answers the position if another device moved it, else null. */
  resume(): number | null {
    const { lectureId, positionMs, durationMs } = this.view.get();
    if (lectureId === null) {
      return null;
    }
    if (!this.controller.isLoaded()) {
      // The latest move may not be in the store yet, and a position chosen in the end margin never is (C4.6).
      const isChosen = isAtEnd(positionMs, durationMs) && durationMs - positionMs > ROUNDING_MS;
      const isWritten = this.recorder.isWritten() && !isChosen;
      const resumesAtMs = isWritten ? this.controller.resumption.resumesAt(lectureId) : null;
      this.controller.begin(lectureId, resumesAtMs ?? positionMs, true);
      return null;
    }
    return this.controller.goOn(lectureId);
  }

  pause(): void {
    this.controller.pause();
  }

  seek(positionMs: number, kind: SeekKind): void {
    const { lectureId, durationMs } = this.view.get();
    if (lectureId === null) {
      return;
    }
    const wanted = Math.round(Math.max(0, durationMs > 0 ? Math.min(positionMs, durationMs) : positionMs));
    this.controller.show({ positionMs: wanted });
    if (this.controller.isLoaded()) {
      this.controller.seek(wanted, kind);
      return;
    }
    const lecture = this.dependencies.lecture(lectureId);
    if (lecture !== null) {
      this.#moveUnloaded(lecture, wanted, kind);
    }
  }

  /** Moves the listener's position in a lecture that need not be in the player. Starts no playback. */
  moveTo(lectureId: string, positionMs: number): void {
    const lecture = this.dependencies.lecture(lectureId);
    if (this.view.get().lectureId === lectureId) {
      this.seek(positionMs, 'restored');
    } else if (lecture !== null) {
      this.#moveUnloaded(lecture, positionMs, 'restored');
    }
  }

  /** This becomes the listener's position, whatever another device reports. Playback does not move. */
  stay(): void {
    this.recorder.affirm(this.view.get().positionMs);
  }

  /** For what is loaded. */
  applyRate(rate: number): void {
    const bounded = boundedRate(rate);
    this.controller.applyRate(bounded);
    this.#remember();
  }

  /** Writes where playback is, as a pause would. */
  rest(): void {
    this.controller.rest();
  }

  close(): void {
    this.controller.rest();
    this.controller.unload();
    this.controller.show({ ...IDLE, rate: this.view.get().rate });
    this.#remember();
  }

  /** Another account listens from here on. The player continues for it. */
  handOver(account: string): void {
    this.controller.rest();
    this.recorder.handOver(account);
    if (this.view.get().lectureId !== null) {
      this.#remember(); // An empty player must not stop playback in another tab.
    }
  }

  /** The download that may be playing was removed: continue from the network, or report that this is not possible. */
  sourceRemoved(lectureId: string): void {
    const { lectureId: loaded, source, positionMs } = this.view.get();
    if (loaded === lectureId && source === 'device' && this.controller.isLoaded()) {
      this.controller.rest();
      this.controller.begin(lectureId, positionMs, this.controller.wantsPlaying());
    }
  }

  /** A position within the end margin moves nobody (C4.6). */
  #moveUnloaded(lecture: Titles, positionMs: number, kind: SeekKind): void {
    if (lecture.durationMs > 0 && isAtEnd(positionMs, lecture.durationMs)) {
      return;
    }
    const unwrittenMs = this.recorder.unwrittenOf(this.dependencies.account(), lecture.id);
    const fromMs = unwrittenMs ?? this.dependencies.progressOf(lecture.id)?.positionMs ?? 0;
    this.recorder.move(this.controller.subject(lecture.id, lecture.assetId), positionMs, kind, fromMs);
  }

  /** As far as is known without asking: it is local or there is a network, and the browser has a decoder. */
  #isPlayable(lectureId: string): boolean {
    const { kind } = this.dependencies.choose(lectureId);
    return kind !== 'none' && kind !== 'unsupported';
  }

  #remember(): void {
    const { lectureId, rate } = this.view.get();
    this.dependencies.remember(lectureId, rate);
  }
}
