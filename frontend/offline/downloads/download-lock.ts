import { namedForBasePath } from '../../base-path';
import type { Locks, Time } from '../ports';

const DOWNLOAD_LOCK = namedForBasePath('durus-download');
/** How often the tab that holds the lock shows that it is alive. */
const HEARTBEAT_MS = 5_000;
/** A holder that was silent for so long counts as stopped. Timers of hidden pages fire at least once a minute. */
const MOST_SILENT_MS = 90_000;

/** What the lock needs of the rest. */
export interface DownloadLockDependencies {
  readonly locks: Locks;
  readonly time: Time;
  /** Tells the other tabs that this one holds the lock and is alive. */
  readonly sendHeartbeat: () => void;
}

/**
 * The lock of the one tab that downloads. It is released as soon as the page may be frozen, whatever is under way. It is
 * taken from a tab that shows no sign of life, so no tab waits for it without bound. Correctness does not depend on it
 * (C6).
 */
export class DownloadLock {
  /** When the holder was last heard of, or first met; null while the lock is free or ours. */
  #heardMs: number | null = null;
  #release: () => void = () => undefined;

  constructor(private readonly dependencies: DownloadLockDependencies) {}

  /** The tab that holds the lock is alive. */
  onHeartbeat(): void {
    if (this.#heardMs !== null) {
      this.#heardMs = this.dependencies.time.elapsedMs();
    }
  }

  /** Releases the lock at once, also before the work has ended. */
  release(): void {
    this.#release();
  }

  /**
   * Runs `work` while holding the lock. Answers `busy` when another tab holds it, or has taken it from this one while the
   * work was under way.
   */
  async hold(work: () => Promise<void>): Promise<'done' | 'busy'> {
    const { locks, time } = this.dependencies;
    const isSilent = this.#heardMs !== null && time.elapsedMs() - this.#heardMs >= MOST_SILENT_MS;
    const take = isSilent ? locks.takeOver : locks.ifFree;
    const held = await take(DOWNLOAD_LOCK, () => this.#holding(work));
    this.#heardMs = held === 'busy' ? (this.#heardMs ?? time.elapsedMs()) : null;
    return held;
  }

  async #holding(work: () => Promise<void>): Promise<'done'> {
    const released = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    const stop = this.#startHeartbeat();
    try {
      await Promise.race([work(), released]);
      return 'done';
    } finally {
      stop();
    }
  }

  #startHeartbeat(): () => void {
    const { time, sendHeartbeat } = this.dependencies;
    let cancel: () => void = () => undefined;
    const next = () => {
      cancel = time.after(HEARTBEAT_MS, () => {
        sendHeartbeat();
        next();
      });
    };
    sendHeartbeat();
    next();
    return () => {
      cancel();
    };
  }
}
