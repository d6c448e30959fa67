import type { RandomSource, Locks, Network, Page, Time } from '../ports';
import { isFull, type Download } from '../rules/downloads/download';
import { retryDelayMs } from '../rules/retry';
import type { ChunkStore } from '../storage/chunk-store';
import { DownloadLock } from './download-lock';
import type { AudioSource } from './transfer/fetch-chunk';
import type { DownloadIndex } from './download-index';
import { DownloadBackoff } from './backoff';
import { Transfer, type Transferred } from './transfer/transfer';

/** The delay before the lock is requested again when another tab held it. */
const BUSY_RETRY_MS = 10_000;
/** How often to check for a network without a call, because the browser's event may be lost. */
const NETWORK_LOOK_MS = 30_000;
/** A page that was hidden, and runs on, goes on after this long, unless another tab does. */
const HIDDEN_RETRY_MS = 2_000;
/** After so many downloads in a row that the server refused, all of them wait: it may be busy. */
const MOST_REFUSED_IN_A_ROW = 3;

/** What the download queue needs from other parts. */
export interface DownloadQueueDependencies {
  readonly store: ChunkStore;
  readonly index: DownloadIndex;
  readonly source: AudioSource;
  readonly network: Network;
  readonly locks: Locks;
  readonly page: Pick<Page, 'onHide'>;
  readonly time: Time;
  readonly random: RandomSource;
  /** Whether so many bytes may be stored, with room to spare for what the listener does. */
  readonly hasRoom: (bytes: number) => Promise<boolean>;
  /** Tells the other tabs that this one downloads. */
  readonly sendHeartbeat: () => void;
  /** A download ended its turn. Its stored part has changed. */
  readonly onConcluded: (lectureId: string) => Promise<void>;
  readonly onFault: (fault: unknown) => void;
}

/**
 * Works on wanted downloads, one after the other, in one tab. Each continues where it stopped. A download
 * that made no progress is tried again later, after the others.
 */
export class DownloadQueue {
  readonly #transfer: Transfer;
  readonly #lock: DownloadLock;
  readonly #backoff: DownloadBackoff;
  #working: { readonly lectureId: string; readonly abort: AbortController } | null = null;
  #run: Promise<void> | null = null;
  /** Ends with what was under way when the lock was let go. Never rejects. */
  #ended: Promise<unknown> = Promise.resolve();
  #isReleased = false;
  #again = false;
  #failures = 0;
  #refusedInARow = 0;
  #cancelTimer: () => void = () => undefined;

  constructor(private readonly dependencies: DownloadQueueDependencies) {
    const { store, source, index, network, page, time, random, hasRoom } = dependencies;
    this.#backoff = new DownloadBackoff(time, random);
    this.#lock = new DownloadLock(dependencies);
    this.#transfer = new Transfer(store, source, hasRoom, (download, chunk) => {
      this.#failures = 0;
      this.#refusedInARow = 0;
      this.#backoff.reset(download.lectureId);
      index.count(download, chunk);
    });
    network.onChange(() => {
      this.#backoff.resetAll();
      this.wake();
    });
    page.onHide(() => {
      this.#releaseLock();
    });
  }

  /** Works on the queue, including downloads that are added meanwhile. */
  wake(): void {
    this.#cancelTimer();
    this.#again = true;
    this.#run ??= this.#runs();
  }

  /** The listener wants it now, so it does not wait for its next try. */
  resetBackoff(lectureId: string): void {
    this.#backoff.reset(lectureId);
  }

  /** Whether the server says, for now, that it has no such recording. */
  isRefusedAsGone(lectureId: string): boolean {
    return this.#backoff.isRefusedAsGone(lectureId);
  }

  /** The tab that downloads is alive. */
  onHeartbeat(): void {
    this.#lock.onHeartbeat();
  }

  isWorkingOn(lectureId: string): boolean {
    return this.#working?.lectureId === lectureId;
  }

  /** The stored part stays. */
  halt(lectureId: string): void {
    if (this.#working?.lectureId === lectureId) {
      this.#working.abort.abort();
    }
  }

  /** The page is hidden, and may be frozen from here on: another tab may go on. */
  #releaseLock(): void {
    if (this.#working !== null) {
      this.#isReleased = true;
      this.#working.abort.abort();
      this.#lock.release();
      this.#wakeIn(HIDDEN_RETRY_MS);
    }
  }

  async #runs(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#workHere().catch((fault: unknown) => {
        this.dependencies.onFault(fault);
        this.#tryLater();
      });
    }
    this.#run = null;
  }

  async #workHere(): Promise<void> {
    await this.#ended;
    if (this.#next() === undefined) {
      this.#waitForBackoff();
      return;
    }
    const outcome = await this.#lock.hold(() => {
      this.#isReleased = false;
      const work = this.#workOff();
      this.#ended = Promise.allSettled([work]);
      return work;
    });
    if (outcome === 'busy') {
      this.#isReleased = true;
      this.#working?.abort.abort(); // Another tab took the lock while this one was stopped.
      this.dependencies.index.setWaiting(null); // Whoever has the lock knows whether it waits.
      this.#wakeIn(BUSY_RETRY_MS);
    }
  }

  async #workOff(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (!this.dependencies.network.mayBeThere()) {
        this.dependencies.index.setWaiting('network');
        this.#wakeIn(NETWORK_LOOK_MS);
        return;
      }
      this.dependencies.index.setWaiting(null);
      const outcome = await this.#work(next);
      if (this.#isReleased) {
        return;
      }
      if (!(await this.#goesOnAfter(next.lectureId, outcome))) {
        return;
      }
    }
    this.dependencies.index.setWaiting(null);
    this.#waitForBackoff();
  }

  async #work(download: Download): Promise<Transferred> {
    const abort = new AbortController();
    this.#working = { lectureId: download.lectureId, abort };
    this.dependencies.index.workOn(download.lectureId);
    try {
      return await this.#transfer.run(download, abort.signal);
    } catch (failure) {
      if (abort.signal.aborted) {
        return 'removed'; // Paused or removed: what is stored stays as it is.
      }
      throw failure;
    } finally {
      this.#working = null;
      this.dependencies.index.workOn(null);
    }
  }

  /** Takes note of how a download's turn ended. Answers whether the others go on now. */
  async #goesOnAfter(lectureId: string, outcome: Transferred): Promise<boolean> {
    switch (outcome) {
      case 'unavailable':
        this.#backoff.unanswered(lectureId);
        this.#tryLater();
        return false;
      case 'refused':
        this.#backoff.refused(lectureId);
        return this.#othersGoOn(lectureId);
      case 'gone':
        if (!this.#backoff.isGone(lectureId)) {
          return this.#othersGoOn(lectureId);
        }
        await this.#stop(lectureId, outcome);
        break;
      case 'damaged':
      case 'no-space':
        await this.#stop(lectureId, outcome);
        break;
      case 'ready':
        this.#failures = 0;
        this.#refusedInARow = 0;
        break;
      case 'removed':
        break;
    }
    this.#backoff.reset(lectureId);
    await this.dependencies.onConcluded(lectureId);
    return true;
  }

  async #stop(lectureId: string, problem: 'gone' | 'damaged' | 'no-space'): Promise<void> {
    await this.dependencies.index.change(lectureId, { state: 'stopped', problem }, ['wanted']);
  }

  /** This download waits. A server that refuses one after the other is left alone for a while. */
  #othersGoOn(lectureId: string): boolean {
    this.dependencies.index.waitForServer(lectureId);
    if (++this.#refusedInARow < MOST_REFUSED_IN_A_ROW) {
      return true;
    }
    this.#refusedInARow = 0;
    this.#tryLater();
    return false;
  }

  /** The wanted download whose turn it is; undefined when there is none now. */
  #next(): Download | undefined {
    return this.#wanted()
      .filter(({ lectureId }) => this.#backoff.waitMs(lectureId) === 0)
      .sort((a, b) => this.#backoff.compare(a.lectureId, b.lectureId) || a.queuedAt - b.queuedAt)[0];
  }

  #wanted(): Download[] {
    const all = this.dependencies.index.all();
    // While there is no room every one would end the same way.
    return isFull(all) ? [] : all.filter(({ state }) => state === 'wanted');
  }

  #waitForBackoff(): void {
    const waits = this.#wanted().map(({ lectureId }) => this.#backoff.waitMs(lectureId));
    if (waits.length > 0) {
      this.#wakeIn(Math.min(...waits));
    }
  }

  #tryLater(): void {
    this.#failures++;
    this.dependencies.index.setWaiting(this.dependencies.network.mayBeThere() ? 'server' : 'network');
    this.#wakeIn(retryDelayMs(this.#failures, this.dependencies.random.random()));
  }

  #wakeIn(delayMs: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.dependencies.time.after(delayMs, () => {
      this.wake();
    });
  }
}
