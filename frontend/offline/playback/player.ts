import { LiveValue } from '../live';
import type { Media, MediaControls, MediaEvent, Page } from '../ports';
import type { PlayerView } from '../types';
import { followCommands } from './commands';
import { Placement, SAME_PLACE_MS } from './placement';
import type { Recorder, Subject } from './recorder';
import type { Choice, Source } from './source';
import type { Surroundings, Titles } from './surroundings';

const SLOWEST = 0.5;
const FASTEST = 3;

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
 * it (C8); only pressing play re-reads where to stand (C3).
 */
export class Player {
  readonly view = new LiveValue<PlayerView>(IDLE);
  readonly #placement: Placement;
  #loaded = false;
  #wantsPlaying = false;
  /** Counts loads, so that what was assembled for an earlier one is not used. */
  #load = 0;

  constructor(
    private readonly media: Media,
    private readonly controls: MediaControls,
    private readonly recorder: Recorder,
    private readonly around: Surroundings,
    page: Page,
    private readonly onFault: (fault: unknown) => void,
  ) {
    this.#placement = new Placement(media);
    media.onEvent((event) => {
      this.#onEvent(event);
    });
    followCommands(controls, this);
    page.onHide(() => {
      this.#rest();
    });
  }

  /** Shows what was loaded last, paused, without asking for a byte. */
  restore(lectureId: string | null, rate: number): void {
    this.#applyRate(rate);
    const lecture = lectureId === null ? null : this.around.lecture(lectureId);
    if (lectureId === null || lecture === null || this.view.get().lectureId !== null) {
      return;
    }
    const positionMs = this.around.standing(lectureId)?.view.resumePositionMs ?? 0;
    this.#set({
      ...IDLE,
      lectureId,
      state: 'paused',
      positionMs,
      durationMs: lecture.durationMs,
      rate: this.view.get().rate,
    });
  }

  play(lectureId: string): void {
    if (this.view.get().lectureId === lectureId) {
      this.resume();
      return;
    }
    this.#rest();
    this.#begin(lectureId, this.around.standing(lectureId)?.view.resumePositionMs ?? 0, true);
  }

  resume(): void {
    const { lectureId, positionMs } = this.view.get();
    if (lectureId === null) {
      return;
    }
    const standing = this.around.standing(lectureId);
    if (!this.#loaded) {
      // What was moved a moment ago is not in the store yet.
      const standsAtMs = this.recorder.isWritten() ? standing?.view.resumePositionMs : undefined;
      this.#begin(lectureId, standsAtMs ?? positionMs, true);
      return;
    }
    this.#wantsPlaying = true;
    const movedElsewhere =
      standing !== null &&
      standing.positionMs !== null &&
      this.recorder.isWritten() &&
      this.media.isPaused() &&
      this.#placement.isSettled() &&
      Math.abs(standing.positionMs - this.media.positionMs()) > SAME_PLACE_MS;
    if (movedElsewhere) {
      this.#placement.resume(standing.view.resumePositionMs);
    }
    this.#play();
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

  setRate(rate: number): void {
    this.#applyRate(rate);
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

  #applyRate(rate: number): void {
    const bounded = Math.min(FASTEST, Math.max(SLOWEST, rate));
    this.media.setRate(bounded);
    this.#set({ rate: bounded });
  }

  #begin(lectureId: string, fromMs: number, playing: boolean): void {
    this.#unload();
    const lecture = this.around.lecture(lectureId);
    const { rate } = this.view.get();
    this.#set({ ...IDLE, lectureId, rate, positionMs: fromMs, durationMs: lecture?.durationMs ?? 0 });
    this.#remember();
    this.#wantsPlaying = playing;
    const choice = this.around.choose(lectureId);
    switch (choice.kind) {
      case 'source':
        this.#open(lectureId, lecture, choice.source, fromMs);
        return;
      case 'assemble':
        this.#set({ state: 'loading', source: 'device' });
        this.#assemble(lectureId, lecture, choice, fromMs).catch(this.onFault);
        return;
      case 'none':
        this.#wantsPlaying = false;
        this.#set({ state: 'failed', problem: 'offline' });
        return;
    }
  }

  async #assemble(
    lectureId: string,
    lecture: Titles | null,
    choice: Extract<Choice, { kind: 'assemble' }>,
    fromMs: number,
  ): Promise<void> {
    const load = this.#load;
    const source = await this.around.assemble(choice).catch((fault: unknown) => {
      this.onFault(fault);
      return null; // As good as damaged: it cannot be played.
    });
    if (load !== this.#load) {
      return; // Something else was loaded meanwhile.
    }
    if (source === null) {
      this.#set({ state: 'failed', problem: 'damaged' });
    } else {
      this.#open(lectureId, lecture, source, fromMs);
    }
  }

  #open(lectureId: string, lecture: Titles | null, source: Source, fromMs: number): void {
    // The catalogue measured its present asset only; an older download has a length of its own.
    const knownMs = lecture?.assetId === source.assetId ? lecture.durationMs : 0;
    this.recorder.begin(this.#subject(lectureId, source.assetId), knownMs);
    this.#placement.resumeOnceLoaded(fromMs);
    this.#loaded = true;
    this.media.load(source.url);
    this.media.setRate(this.view.get().rate);
    this.#set({ state: this.#wantsPlaying ? 'loading' : 'paused', source: source.from });
    if (lecture !== null) {
      this.controls.show(lecture.title, lecture.scholarName, lecture.seriesTitle);
    }
    if (this.#wantsPlaying) {
      this.#play();
    }
  }

  #play(): void {
    if (this.view.get().state !== 'playing') {
      this.#set({ state: 'loading', problem: null });
    }
    const load = this.#load;
    this.media.play().catch((refusal: unknown) => {
      // What failed to load says so by an event; a refusal leaves the player paused, to be pressed again.
      if (load === this.#load && refusal instanceof Error && refusal.name === 'NotAllowedError') {
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
        this.controls.setPlaying(true);
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
    // The recorder knows where playback was: some players are back at 0 by now.
    const positionMs = this.media.positionMs();
    this.recorder.see({ kind: 'ended', positionMs });
    this.#stop();
    if (!this.recorder.isEnd(positionMs)) {
      this.#unload(); // It broke off: pressing play goes on from there, and does not begin again.
    }
  }

  #stop(): void {
    this.#wantsPlaying = false;
    if (this.view.get().state !== 'failed') {
      this.#set({ state: 'paused' });
    }
    this.controls.setPlaying(false);
  }

  #onFailed(): void {
    const { source, positionMs } = this.view.get();
    this.recorder.see({ kind: 'rested', positionMs });
    this.#unload();
    this.#wantsPlaying = false;
    const problem = source === 'device' ? 'damaged' : this.around.isOnline() ? 'unplayable' : 'offline';
    this.#set({ state: 'failed', problem });
    this.controls.setPlaying(false);
  }

  /** An edge: what moved since the last entry is written now (C3). */
  #rest(): void {
    if (this.#loaded && this.#placement.isSettled()) {
      this.recorder.see({ kind: 'rested', positionMs: this.media.positionMs() });
    }
  }

  #unload(): void {
    this.#load++;
    if (this.#loaded) {
      this.media.load(null);
      this.recorder.end();
      this.controls.clear();
    }
    this.#loaded = false;
    this.#placement.reset();
    this.around.releaseAssembled();
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
