import type { Time } from '../../ports';
import type { Live, PlayerView } from '../../types';
import type { PlayerDependencies } from '../player-dependencies';
import type { Recorder } from '../recorder';
import { Recovery, type PlaybackProblem, type Trouble } from './recovery';
import type { Source } from './source';
import { StallTimer } from './stall-timer';

/** What the watchdog watches. */
export interface WatchedPlayer {
  readonly view: Live<PlayerView>;
  show(change: Partial<PlayerView>): void;
  /** Whether a recording is loaded, and not only a lecture shown. */
  isLoaded(): boolean;
  wantsPlaying(): boolean;
  /** What was loaded last; null before. */
  source(): Source | null;
  /** Writes where playback is. */
  rest(): void;
  /** Further events of the media element do not belong to the lecture. */
  detach(): void;
  /** Empties the media element. The view stays. */
  unload(): void;
  /** Loads the lecture again and plays it from there. */
  reload(lectureId: string, fromMs: number): void;
}

/** Notices that what should play does not, and has it tried again or given up, as {@link Recovery} decides. */
export class Watchdog {
  readonly #stallTimer: StallTimer;
  readonly #recovery: Recovery;

  constructor(
    private readonly player: WatchedPlayer,
    private readonly recorder: Pick<Recorder, 'see'>,
    dependencies: PlayerDependencies,
    time: Time,
    onFault: (fault: unknown) => void,
  ) {
    this.#stallTimer = new StallTimer(time, () => {
      player.rest();
      this.onTrouble('silent');
    });
    this.#recovery = new Recovery(dependencies, time, {
      retry: () => {
        this.#retry();
      },
      giveUp: (problem) => {
        this.giveUp(problem);
      },
      onFault,
    });
    dependencies.onOnline(() => {
      this.#onOnline();
    });
  }

  /** The listener chose what plays: nothing is counted against it yet. */
  reset(): void {
    this.#recovery.reset();
  }

  /** Nothing is tried again by itself from here on. */
  stop(): void {
    this.#recovery.stop();
  }

  playedTo(positionMs: number): void {
    this.#recovery.playedTo(positionMs);
  }

  /** Waits anew for the next event, while playback from the network should run and does not. */
  watch(): void {
    const { state, source } = this.player.view.get();
    const isToCome =
      this.player.isLoaded() && state === 'loading' && source === 'network' && this.player.wantsPlaying();
    this.#stallTimer.restart(isToCome ? this.#recovery.mostSilentMs() : null);
  }

  /** No event is waited for. */
  unwatch(): void {
    this.#stallTimer.restart(null);
  }

  /** What is loaded does not play on. */
  onTrouble(trouble: Trouble): void {
    this.#recordPosition();
    const source = this.player.source();
    if (!this.player.wantsPlaying() || source === null) {
      this.player.unload(); // Nobody waits for it: pressing play loads it again.
      this.player.show({ state: 'paused', source: null });
      return;
    }
    this.player.detach();
    this.player.show({ state: 'loading' });
    this.#recovery.failed(source, trouble);
  }

  giveUp(problem: PlaybackProblem): void {
    this.#recordPosition();
    this.player.unload();
    this.player.show({ state: 'failed', problem });
  }

  #recordPosition(): void {
    const { positionMs } = this.player.view.get();
    this.recorder.see({ kind: 'rested', positionMs });
  }

  #retry(): void {
    const { lectureId, positionMs } = this.player.view.get();
    if (lectureId !== null) {
      this.player.reload(lectureId, positionMs);
    }
  }

  #onOnline(): void {
    this.#recovery.onOnline();
    const { state, problem } = this.player.view.get();
    if (state === 'failed' && problem === 'offline') {
      this.player.show({ state: 'paused', problem: null });
    }
  }
}
