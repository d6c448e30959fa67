import type { Time } from '../../ports';
import type { PlayerView } from '../../types';
import type { PlayerDependencies } from '../player-dependencies';
import type { Source } from './source';

export type PlaybackProblem = NonNullable<PlayerView['problem']>;

/** How playback failed: the connection `broke`, the media element `failed` (maybe its decoder), or no event came. */
export type Trouble = 'broke' | 'failed' | 'silent';

/** The waits before each retry of a stream. After the last one has failed, the listener is told. */
const RETRY_DELAYS_MS = [500, 2_000, 5_000] as const;
/** How long media may be silent, for the first try and for each retry: a slow line gets more time each time. */
const MOST_SILENT_MS = [10_000, 15_000, 20_000, 30_000] as const;
/** How long to wait for the server's status before the listener is told. */
const STATUS_MS = 3_000;
/** How often to look whether there is a network again: the browser's event may be lost. */
const NETWORK_LOOK_MS = 5_000;
/** How long playback waits for a network before the listener is told that there is none. */
const MOST_OFFLINE_MS = 300_000;
/** After playback of this length, earlier failures no longer count. */
const RECOVERED_MS = 1_000;

/** How long after giving up playback resumes by itself when the server answers again. Later it would surprise. */
const GOES_ON_MS = 300_000;

/** Statuses by which a server says that it has no such recording, or not for this listener. */
const GONE = [403, 404, 410];

/** What the recovery calls: `retry` to try the source again, `giveUp` with the reason why not. */
export interface RecoveryCallbacks {
  readonly retry: () => void;
  readonly giveUp: (problem: PlaybackProblem) => void;
  readonly onFault: (fault: unknown) => void;
}

/**
 * Decides what happens when a source fails. It is tried again from the same position, a few times and with waits. Then the
 * listener is told the problem as far as it is known: a status of 500 does not mean that a recording cannot be played.
 */
export class Recovery {
  #failures = 0;
  /** Where playback went on since the last failure; null before it did. */
  #playedFromMs: number | null = null;
  #isOffline = false;
  /** Until this time of the steady clock, playback that was given up resumes by itself; null when it does not. */
  #goesOnUntilMs: number | null = null;
  #cancelTimer: () => void = () => undefined;
  /** Numbers the waits, so that a late status decides nothing. */
  #waits = 0;

  constructor(
    private readonly dependencies: Pick<PlayerDependencies, 'mayBeThere' | 'statusOf' | 'isDamaged'>,
    private readonly time: Time,
    private readonly callbacks: RecoveryCallbacks,
  ) {}

  /** How long the media may be silent before it counts as failed. */
  mostSilentMs(): number {
    return MOST_SILENT_MS[Math.min(this.#failures, MOST_SILENT_MS.length - 1)] ?? 0;
  }

  /** The listener chose what plays: nothing is counted against it yet. */
  reset(): void {
    this.stop();
    this.#failures = 0;
  }

  /** Nothing is tried again by itself from here on. */
  stop(): void {
    this.#waits++;
    this.#isOffline = false;
    this.#goesOnUntilMs = null;
    this.#cancelTimer();
    this.#cancelTimer = () => undefined;
  }

  playedTo(positionMs: number): void {
    this.#playedFromMs ??= positionMs;
    if (positionMs - this.#playedFromMs >= RECOVERED_MS) {
      this.#failures = 0;
    }
  }

  /** There is a network again, or the server. */
  onOnline(): void {
    const goesOn = this.#goesOnUntilMs !== null && this.time.elapsedMs() < this.#goesOnUntilMs;
    if (this.#isOffline || goesOn) {
      this.reset();
      this.callbacks.retry();
    }
  }

  /** What should play does not. */
  failed(source: Source, trouble: Trouble): void {
    this.stop();
    this.#failures++;
    this.#playedFromMs = null;
    if (source.from === 'device') {
      this.#failedOnDevice(source);
    } else if (!this.dependencies.mayBeThere()) {
      this.#waitForNetwork(MOST_OFFLINE_MS);
    } else {
      this.#tryLater(source, trouble);
    }
  }

  #failedOnDevice({ url }: Source): void {
    if (this.#failures === 1) {
      this.callbacks.retry();
    } else {
      this.callbacks.giveUp(this.dependencies.isDamaged(url) ? 'damaged' : 'unplayable');
    }
  }

  #waitForNetwork(leftMs: number): void {
    this.#isOffline = true;
    this.#cancelTimer = this.time.after(NETWORK_LOOK_MS, () => {
      if (this.dependencies.mayBeThere()) {
        this.onOnline();
      } else if (leftMs <= NETWORK_LOOK_MS) {
        this.stop();
        this.callbacks.giveUp('offline');
      } else {
        this.#waitForNetwork(leftMs - NETWORK_LOOK_MS);
      }
    });
  }

  #tryLater({ url }: Source, trouble: Trouble): void {
    const retryDelayMs = RETRY_DELAYS_MS[this.#failures - 1];
    const wait = ++this.#waits;
    /** Undefined while it is not known. */
    let status: number | null | undefined;
    const decide = () => {
      this.stop();
      const isDecoders = trouble === 'failed' && isOk(status) && this.#failures > 1;
      if (isDecoders) {
        this.callbacks.giveUp('unplayable');
      } else if (retryDelayMs !== undefined) {
        this.callbacks.retry();
      } else if (this.dependencies.mayBeThere()) {
        const problem = problemBy(status);
        this.callbacks.giveUp(problem);
        this.#goesOnUntilMs = problem === 'unavailable' ? this.time.elapsedMs() + GOES_ON_MS : null;
      } else {
        this.callbacks.giveUp('offline');
      }
    };
    this.#cancelTimer = this.time.after(retryDelayMs ?? STATUS_MS, decide);
    this.dependencies
      .statusOf(url)
      .then((answered) => {
        status = answered;
        if (retryDelayMs === undefined && wait === this.#waits) {
          decide();
        }
      })
      .catch(this.callbacks.onFault);
  }
}

function isOk(status: number | null | undefined): boolean {
  return typeof status === 'number' && status >= 200 && status < 300;
}

function problemBy(status: number | null | undefined): PlaybackProblem {
  return typeof status === 'number' && GONE.includes(status) ? 'gone' : 'unavailable';
}
