import { LiveValue } from '../live';
import type { Media, MediaEvent, Page, Time } from '../ports';
import { boundedRate } from '../rules/speed';
import type { PlayerView } from '../types';
import { Opening } from './opening';
import { Placement } from './placement';
import type { Recorder, Subject } from './recorder';
import { Resumption } from './resumption';
import type { Source } from './source';
import type { Surroundings } from './surroundings';

const IDLE: PlayerView = {
  lectureId: null,
  state: 'idle',
  positionMs: 0,
  durationMs: 0,
  source: null,
  rate: 1,
  problem: null,
};

/**
 * One player for the app's whole life. It asks the network for nothing before the listener presses
 * play, resumes where the listener stands, and reports what happens to the recorder. A sync never moves
 * it (C8); only pressing play re-reads where to stand (C3). What follows a lecture is begun while the browser
 * still tells of its end: later, with the screen locked, it would not be let play.
 */
export class Player {
  readonly view = new LiveValue<PlayerView>(IDLE);
  readonly #placement: Placement;
  readonly #opening: Opening;
  readonly #resumption: Resumption;
  #loaded = false;
  #wantsPlaying = false;

  constructor(
    private readonly media: Media,
    private readonly recorder: Recorder,
    private readonly around: Surroundings,
    time: Time,
    page: Page,
    onFault: (fault: unknown) => void,
  ) {
    this.#placement = new Placement(media);
    this.#opening = new Opening(media, around, onFault);
    this.#resumption = new Resumption(media, this.#placement, recorder, around, time);
    media.onEvent((event) => {
      this.#onEvent(event);
    });
    page.onHide(() => {
      this.#rest();
    });
  }

  /** Shows a lecture, paused, without asking for a byte; what is shown already stays. */
  restore(lectureId: string): void {
    const lecture = this.around.lecture(lectureId);
    if (lecture === null || this.view.get().lectureId !== null) {
      return;
    }
    const positionMs = this.around.standing(lectureId)?.view.resumePositionMs ?? 0;
    const rate = boundedRate(this.around.rateOf(lectureId));
    this.#set({ ...IDLE, lectureId, state: 'paused', positionMs, durationMs: lecture.durationMs, rate });
  }

  /** What is only shown follows where the listener stands. */
  reread(): void {
    const { lectureId, state } = this.view.get();
    const standing = lectureId === null ? null : this.around.standing(lectureId);
    if (!this.#loaded && state === 'paused' && standing !== null && this.recorder.isWritten()) {
      this.#set({ positionMs: standing.view.resumePositionMs });
    }
  }

  /** Answers as {@link resume}. */
  play(lectureId: string): number | null {
    if (this.view.get().lectureId === lectureId) {
      return this.resume();
    }
    this.#rest();
    this.#begin(lectureId, this.#resumption.standsAt(lectureId) ?? 0, true);
    return null;
  }

  /** From the beginning, which becomes where the listener stands. */
  playFromStart(lectureId: string): void {
    if (this.view.get().lectureId === lectureId) {
      this.seek(0);
      this.resume();
      return;
    }
    this.#rest();
    const lecture = this.around.lecture(lectureId);
    if (lecture !== null) {
      this.recorder.move(this.#subject(lectureId, lecture.assetId), 0);
    }
    this.#begin(lectureId, 0, true);
  }

  /** Goes on from where the listener stands; answers the place if another device had moved it, else null. */
  resume(): number | null {
    const { lectureId, positionMs } = this.view.get();
    if (lectureId === null) {
      return null;
    }
    if (!this.#loaded) {
      // What was moved a moment ago is not in the store yet.
      const standsAtMs = this.recorder.isWritten() ? this.#resumption.standsAt(lectureId) : null;
      this.#begin(lectureId, standsAtMs ?? positionMs, true);
      return null;
    }
    this.#wantsPlaying = true;
    const movedToMs = this.#resumption.goBack(lectureId);
    this.#play();
    return movedToMs;
  }

  pause(): void {
    this.#wantsPlaying = false;
    this.media.pause();
    if (this.view.get().state === 'loading') {
      this.#set({ state: 'paused' });
    }
  }

  seek(positionMs: number): void {
    const { lectureId, durationMs } = this.view.get();
    if (lectureId === null) {
      return;
    }
    const wanted = Math.round(Math.max(0, durationMs > 0 ? Math.min(positionMs, durationMs) : positionMs));
    this.#set({ positionMs: wanted });
    if (!this.#loaded) {
      const lecture = this.around.lecture(lectureId);
      if (lecture !== null) {
        this.recorder.move(this.#subject(lectureId, lecture.assetId), wanted);
      }
    } else {
      // Written now, for the page may be gone before the player has arrived.
      this.recorder.see({ kind: 'sought', positionMs: wanted });
      this.#placement.seek(wanted);
    }
  }

  skip(byMs: number): void {
    this.seek(this.view.get().positionMs + byMs);
  }

  /** For what is loaded. */
  applyRate(rate: number): void {
    const bounded = boundedRate(rate);
    this.media.setRate(bounded);
    this.#set({ rate: bounded });
    this.#remember();
  }

  close(): void {
    this.#rest();
    this.#unload();
    this.#set({ ...IDLE, rate: this.view.get().rate });
    this.#remember();
  }

  /** Whether everything that was heard and done here is in the store. */
  isWritten(): boolean {
    return this.recorder.isWritten();
  }

  /** Resolves when everything so far is in the store. */
  written(): Promise<void> {
    return this.recorder.written();
  }

  /** Another account listens from here on; the player plays on for it. */
  handOver(account: string): void {
    this.#rest();
    this.recorder.handOver(account);
    this.#remember();
  }

  /** The download that may be playing is gone: go on from the network, or say that it cannot. */
  sourceRemoved(lectureId: string): void {
    const { lectureId: loaded, source, positionMs } = this.view.get();
    if (loaded === lectureId && source === 'device' && this.#loaded) {
      this.#rest();
      this.#begin(lectureId, positionMs, this.#wantsPlaying);
    }
  }

  #begin(lectureId: string, fromMs: number, playing: boolean): void {
    this.#letGo();
    const rate = boundedRate(this.around.rateOf(lectureId));
    const durationMs = this.around.lecture(lectureId)?.durationMs ?? 0;
    this.#wantsPlaying = playing;
    this.#set({ ...IDLE, state: 'loading', lectureId, rate, positionMs: fromMs, durationMs });
    this.#remember();
    this.#opening.open(lectureId, {
      opened: (source) => {
        this.#open(lectureId, source, fromMs);
      },
      assembling: () => {
        this.#set({ source: 'device' });
      },
      failed: (problem) => {
        this.#wantsPlaying = false;
        this.#set({ state: 'failed', problem });
      },
    });
  }

  #open(lectureId: string, source: Source, fromMs: number): void {
    const lecture = this.around.lecture(lectureId);
    // The catalogue measured its present asset only; an older download has a length of its own.
    const knownMs = lecture?.assetId === source.assetId ? lecture.durationMs : 0;
    this.recorder.begin(this.#subject(lectureId, source.assetId), knownMs);
    this.#placement.resumeOnceLoaded(fromMs);
    this.#loaded = true;
    this.media.load(source.url);
    this.media.setRate(this.view.get().rate);
    this.#set({ state: this.#wantsPlaying ? 'loading' : 'paused', source: source.from });
    if (this.#wantsPlaying) {
      this.#play();
    }
  }

  #play(): void {
    if (this.view.get().state !== 'playing') {
      this.#set({ state: 'loading', problem: null });
    }
    const isStillLoaded = this.#opening.present();
    this.media.play().catch((refusal: unknown) => {
      // What failed to load says so by an event; a refusal leaves the player paused, to be pressed again.
      if (isStillLoaded() && refusal instanceof Error && refusal.name === 'NotAllowedError') {
        this.#wantsPlaying = false;
        this.#set({ state: 'paused' });
      }
    });
  }

  #onEvent(event: MediaEvent): void {
    if (!this.#loaded) {
      return;
    }
    switch (event) {
      case 'loaded':
        this.#onLoaded();
        return;
      case 'seeked':
        this.#onSeeked();
        return;
      case 'time':
        this.#onTime();
        return;
      case 'playing':
        this.#set({ state: 'playing' });
        return;
      case 'stalled':
        if (this.#wantsPlaying) {
          this.#set({ state: 'loading' });
        }
        return;
      case 'paused':
        this.#onPaused();
        return;
      case 'ended':
        this.#onEnded();
        return;
      case 'failed':
        this.#onFailed();
        return;
    }
  }

  #onLoaded(): void {
    const measuredMs = this.media.durationMs();
    if (measuredMs !== null) {
      this.recorder.measured(measuredMs);
      this.#set({ durationMs: measuredMs });
    }
    if (this.#placement.loaded()) {
      this.#arrived('resumed');
    }
  }

  #onSeeked(): void {
    const reached = this.#placement.sought();
    if (reached !== 'not-yet') {
      this.#arrived(reached);
    }
  }

  #arrived(kind: 'resumed' | 'sought'): void {
    const positionMs = this.media.positionMs();
    this.#set({ positionMs });
    this.recorder.see({ kind, positionMs });
  }

  #onTime(): void {
    if (!this.#placement.isSettled()) {
      return;
    }
    const positionMs = this.media.positionMs();
    this.#set({ positionMs });
    if (!this.media.isPaused()) {
      this.recorder.see({ kind: 'played', positionMs });
    }
  }

  #onPaused(): void {
    this.#rest();
    this.#stop();
  }

  #onEnded(): void {
    // Some players are back at 0 by now; the recorder knows where playback was, too.
    const positionMs = Math.max(this.media.positionMs(), this.view.get().positionMs);
    this.recorder.see({ kind: 'ended', positionMs });
    const isWhole = this.recorder.isEnd(positionMs);
    const next = isWhole ? this.around.goesOnWith() : null;
    if (next !== null) {
      this.#begin(next, this.#resumption.standsAt(next) ?? 0, true);
      return;
    }
    this.#stop();
    if (!isWhole) {
      this.#unload(); // It broke off: pressing play goes on from there, and does not begin again.
    }
  }

  #stop(): void {
    this.#wantsPlaying = false;
    this.#resumption.rested();
    if (this.view.get().state !== 'failed') {
      this.#set({ state: 'paused' });
    }
  }

  #onFailed(): void {
    const { source, positionMs } = this.view.get();
    this.recorder.see({ kind: 'rested', positionMs });
    this.#unload();
    this.#wantsPlaying = false;
    const problem = source === 'device' ? 'damaged' : this.around.isOnline() ? 'unplayable' : 'offline';
    this.#set({ state: 'failed', problem });
  }

  /** An edge: what moved since the last entry is written now (C3). */
  #rest(): void {
    if (this.#loaded && this.#placement.isSettled()) {
      this.recorder.see({ kind: 'rested', positionMs: this.media.positionMs() });
    }
  }

  #unload(): void {
    this.#letGo();
    this.#opening.close();
  }

  /** What the media says from here on is not this lecture's any more. */
  #letGo(): void {
    this.recorder.end();
    this.#loaded = false;
    this.#resumption.reset();
    this.#placement.reset();
  }

  #subject(lectureId: string, audioAssetId: string): Subject {
    return { account: this.around.account(), lectureId, audioAssetId };
  }

  #remember(): void {
    const { lectureId, rate } = this.view.get();
    this.around.remember(lectureId, rate);
  }

  #set(change: Partial<PlayerView>): void {
    const view = this.view.get();
    const members = Object.keys(change) as Array<keyof PlayerView>;
    if (members.some((member) => change[member] !== view[member])) {
      this.view.set({ ...view, ...change });
    }
  }
}
