import { LiveValue } from '../../live/live';
import type { MediaEvent, Page, Time } from '../../ports';
import { isAtEnd } from '../../rules/lecture-progress';
import { IDLE } from '../../rules/playback/idle-player';
import type { SeekKind } from '../../rules/playback/seek-undo';
import { boundedRate } from '../../rules/playback/speed';
import { hasMembers } from '../../live/same-members';
import type { PlayerView } from '../../types';
import type { MeasuredMedia } from './measured-media';
import { SourceLoader } from '../source/source-loader';
import { MediaObserver } from './media-observer';
import { SeekTracker } from './seek-tracker';
import type { Recorder, Subject } from '../recorder';
import { Resumption } from '../resumption';
import { Watchdog, type WatchedPlayer } from '../source/watchdog';
import type { Source } from '../source/source';
import type { PlayerDependencies } from '../player-dependencies';

/**
 * Controls the media element and follows its events: updates the view, and tells the recorder what the listener may
 * have heard (C4). It starts the next lecture inside the `ended` handler: iOS refuses `play()` later when the screen is
 * locked.
 */
export class MediaController implements WatchedPlayer {
  readonly view = new LiveValue<PlayerView>(IDLE);
  readonly resumption: Resumption;
  readonly #seekTracker: SeekTracker;
  readonly #sourceLoader: SourceLoader;
  readonly #observer: MediaObserver;
  readonly #watchdog: Watchdog;
  #loaded = false;
  /** From the catalogue; 0 when it does not know the duration. */
  #knownMs = 0;
  #wantsPlaying = false;
  /** What was loaded last; null before. */
  #source: Source | null = null;

  constructor(
    private readonly media: MeasuredMedia,
    private readonly recorder: Recorder,
    private readonly dependencies: PlayerDependencies,
    time: Time,
    page: Page,
    onFault: (fault: unknown) => void,
  ) {
    this.#seekTracker = new SeekTracker(media);
    this.#sourceLoader = new SourceLoader(media, dependencies, onFault);
    this.#watchdog = new Watchdog(this, recorder, dependencies, time, onFault);
    this.#observer = new MediaObserver(media, this.#seekTracker, recorder, (change) => {
      this.show(change);
    });
    this.resumption = new Resumption(media, this.#seekTracker, recorder, dependencies, time);
    media.onEvent((event) => {
      this.#onEvent(event);
      this.#watchdog.watch();
    });
    page.onHide(() => {
      this.rest();
    });
  }

  /** Whether a recording is loaded, and not only a lecture shown. */
  isLoaded(): boolean {
    return this.#loaded;
  }

  wantsPlaying(): boolean {
    return this.#wantsPlaying;
  }

  source(): Source | null {
    return this.#source;
  }

  show(change: Partial<PlayerView>): void {
    const view = this.view.get();
    if (!hasMembers(view, change)) {
      this.view.set({ ...view, ...change });
    }
  }

  /** Loads a lecture's recording in place of the present one. */
  begin(lectureId: string, fromMs: number, playing: boolean): void {
    this.#watchdog.reset();
    this.#begin(lectureId, fromMs, playing);
  }

  reload(lectureId: string, fromMs: number): void {
    this.#begin(lectureId, fromMs, true);
  }

  #begin(lectureId: string, fromMs: number, playing: boolean): void {
    this.detach();
    const rate = boundedRate(this.dependencies.rateOf(lectureId));
    const durationMs = this.dependencies.lecture(lectureId)?.durationMs ?? 0;
    this.#wantsPlaying = playing;
    this.show({ ...IDLE, state: 'loading', lectureId, rate, positionMs: fromMs, durationMs });
    this.dependencies.remember(lectureId, rate);
    this.#sourceLoader.open(lectureId, {
      callbacks: (source) => {
        this.#open(lectureId, source);
      },
      assembling: () => {
        this.show({ source: 'device' });
      },
      failed: (problem) => {
        this.#wantsPlaying = false;
        this.show({ state: 'failed', problem });
      },
    });
  }

  /** Resumes the loaded lecture. Answers as {@link Resumption.goBack}. */
  goOn(lectureId: string): number | null {
    this.#wantsPlaying = true;
    const movedToMs = this.resumption.goBack(lectureId);
    this.#play();
    return movedToMs;
  }

  pause(): void {
    this.#wantsPlaying = false;
    this.#watchdog.stop();
    this.media.pause();
    if (this.view.get().state === 'loading') {
      this.show({ state: 'paused' });
    }
    this.#watchdog.watch();
  }

  /** Seeks to a position that the listener chose. */
  seek(positionMs: number, kind: SeekKind): void {
    // Written now, because the page may close before the player arrives there.
    this.recorder.see({ kind: 'sought', positionMs }, kind);
    this.#seekTracker.seek(positionMs);
  }

  applyRate(rate: number): void {
    this.media.setRate(rate);
    this.show({ rate });
  }

  /** As {@link MediaObserver.onRest}. */
  rest(): void {
    if (this.#loaded) {
      this.#observer.onRest();
    }
  }

  /** Empties the media element. The view stays. */
  unload(): void {
    this.#watchdog.reset();
    this.detach();
    this.#wantsPlaying = false;
    this.#sourceLoader.close();
  }

  /** The lecture and account for which positions are recorded. */
  subject(lectureId: string, audioAssetId: string): Subject {
    return { account: this.dependencies.account(), lectureId, audioAssetId };
  }

  #open(lectureId: string, source: Source): void {
    const lecture = this.dependencies.lecture(lectureId);
    // The catalogue has the duration of its present asset only. An older download has its own.
    const knownMs = lecture?.assetId === source.assetId ? lecture.durationMs : 0;
    // The shown position: the listener may have chosen another one while the source was being assembled.
    const fromMs = this.view.get().positionMs;
    // A place that was chosen within the end margin is not where the listener is (C4.6).
    const isPlace = knownMs === 0 || !isAtEnd(fromMs, knownMs);
    const placeMs = isPlace ? fromMs : (this.dependencies.progressOf(lectureId)?.positionMs ?? fromMs);
    this.recorder.begin(this.subject(lectureId, source.assetId), knownMs, placeMs);
    this.#knownMs = knownMs;
    this.#seekTracker.resumeOnceLoaded(fromMs);
    this.#loaded = true;
    this.#source = source;
    this.media.expect(knownMs);
    this.media.load(source.url);
    this.media.setRate(this.view.get().rate);
    this.show({ state: this.#wantsPlaying ? 'loading' : 'paused', source: source.from });
    if (this.#wantsPlaying) {
      this.#play();
    }
  }

  #play(): void {
    if (this.view.get().state !== 'playing') {
      this.show({ state: 'loading', problem: null });
    }
    const isStillLoaded = this.#sourceLoader.present();
    this.media.play().catch((refusal: unknown) => {
      // A failure to load is reported by an event. A refusal leaves the player paused until play is pressed.
      if (isStillLoaded() && refusal instanceof Error && refusal.name === 'NotAllowedError') {
        this.#wantsPlaying = false;
        this.show({ state: 'paused' });
      }
    });
    this.#watchdog.watch();
  }

  #onEvent(event: MediaEvent): void {
    if (!this.#loaded) {
      return;
    }
    switch (event) {
      case 'loaded':
        this.#observer.onLoaded(this.#knownMs);
        return;
      case 'seeked':
        if (!this.#observer.onSeeked()) {
          this.#watchdog.giveUp('unplayable'); // Going on from elsewhere would make that the listener's place.
        }
        return;
      case 'time':
        this.#onTime();
        return;
      case 'playing':
        // The system may also resume by itself, for instance after a phone call.
        this.#wantsPlaying = true;
        this.show({ state: 'playing' });
        return;
      case 'stalled':
        if (this.#wantsPlaying) {
          this.show({ state: 'loading' });
        }
        return;
      case 'received':
        if (this.#source?.from === 'network') {
          this.dependencies.onReceived(); // Bytes arrive, however slowly: this is no stall.
        }
        return;
      case 'paused':
        this.#onPaused();
        return;
      case 'ended':
        this.#onEnded();
        return;
      case 'broke':
      case 'failed':
        this.#watchdog.onTrouble(event);
        return;
    }
  }

  #onTime(): void {
    const playedToMs = this.#observer.onTime();
    if (playedToMs !== null) {
      this.#watchdog.playedTo(playedToMs);
    }
  }

  #onPaused(): void {
    this.rest();
    this.#stop();
  }

  #onEnded(): void {
    // Some players are already back at 0. The recorder knows the last position.
    const positionMs = Math.max(this.media.positionMs(), this.view.get().positionMs);
    this.recorder.see({ kind: 'ended', positionMs });
    const isWhole = this.recorder.isEnd(positionMs);
    // Asked at each end, also after a seek, because the sleep timer may wait for the end.
    const follows = isWhole ? this.dependencies.goesOnWith() : null;
    const next = this.recorder.wasHeardToTheEnd() ? follows : null;
    if (next !== null) {
      this.begin(next, this.resumption.resumesAt(next) ?? 0, true);
      return;
    }
    this.#stop();
    if (!isWhole) {
      this.unload(); // The recording broke off. Pressing play resumes there instead of at the beginning.
    }
  }

  #stop(): void {
    this.#wantsPlaying = false;
    this.resumption.rested();
    if (this.view.get().state !== 'failed') {
      this.show({ state: 'paused' });
    }
  }

  /** Detaches the lecture: further media events do not belong to it. */
  detach(): void {
    this.#watchdog.unwatch();
    this.recorder.end();
    this.#loaded = false;
    this.resumption.reset();
    this.#seekTracker.reset();
  }
}
