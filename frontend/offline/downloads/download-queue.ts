import type { RandomSource, Locks, Network, Time } from '../ports';
import { isFull, type Download } from '../rules/downloads/download';
import { retryDelayMs } from '../rules/retry';
import type { ChunkStore } from '../storage/chunk-store';
import type { AudioSource } from './fetch-chunk';
import type { DownloadIndex } from './download-index';
import { Transfer, type Transferred } from './transfer';

const DOWNLOAD_LOCK = 'durus-download';
/** The delay before the lock is requested again when another tab held it. */
const BUSY_RETRY_MS = 10_000;
/** How often to check for a network without a call, because the browser's event may be lost. */
const NETWORK_LOOK_MS = 30_000;

/** What the download queue needs from other parts. */
export interface DownloadQueueDependencies {
  readonly store: ChunkStore;
  readonly index: DownloadIndex;
  readonly source: AudioSource;
  readonly network: Network;
  readonly locks: Locks;
  readonly time: Time;
  readonly random: RandomSource;
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
  #working: { readonly lectureId: string; readonly abort: AbortController } | null = null;
  #run: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  /** Lectures whose last try made no progress, the oldest first. The others come before them. */
  readonly #setBack = new Set<string>();
  #cancelTimer: () => void = () => undefined;

  constructor(private readonly dependencies: DownloadQueueDependencies) {
    const { store, source, index, network } = dependencies;
    this.#transfer = new Transfer(store, source, (download, chunk) => {
      this.#failures = 0;
      index.count(download, chunk);
    });
    network.onChange(() => {
      this.goOn();
    });
  }

  /** Works on the queue, including downloads that are added meanwhile. */
  goOn(): void {
    this.#cancelTimer();
    this.#again = true;
    this.#run ??= this.#runs();
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
    if (this.#next() === undefined) {
      return;
    }
    const outcome = await this.dependencies.locks.ifFree(DOWNLOAD_LOCK, () => this.#workOff());
    if (outcome === 'busy') {
      this.dependencies.index.setWaiting(false); // The tab that holds the lock knows whether it waits.
      this.#goOnIn(BUSY_RETRY_MS);
    }
  }

  async #workOff(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (!this.dependencies.network.mayBeThere()) {
        this.dependencies.index.setWaiting(true);
        this.#goOnIn(NETWORK_LOOK_MS);
        return;
      }
      this.dependencies.index.setWaiting(false);
      const outcome = await this.#work(next);
      this.#setBack.delete(next.lectureId);
      if (outcome === 'unavailable') {
        this.#setBack.add(next.lectureId);
        this.#tryLater();
        return;
      }
      await this.#conclude(next.lectureId, outcome);
    }
    this.dependencies.index.setWaiting(false);
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

  async #conclude(lectureId: string, outcome: Exclude<Transferred, 'unavailable'>): Promise<void> {
    switch (outcome) {
      case 'ready':
        this.#failures = 0;
        break;
      case 'removed':
        break;
      case 'gone':
      case 'damaged':
      case 'no-space':
        await this.dependencies.index.change(lectureId, { state: 'stopped', problem: outcome }, ['wanted']);
        break;
    }
    await this.dependencies.onConcluded(lectureId);
  }

  #next(): Download | undefined {
    if (isFull(this.dependencies.index.all())) {
      return undefined; // Every other download would end in the same way.
    }
    const setBack = [...this.#setBack];
    const turn = ({ lectureId }: Download) => setBack.indexOf(lectureId);
    return this.dependencies.index
      .all()
      .filter((download) => download.state === 'wanted')
      .sort((a, b) => turn(a) - turn(b) || a.queuedAt - b.queuedAt)[0];
  }

  #tryLater(): void {
    this.#failures++;
    this.dependencies.index.setWaiting(true);
    this.#goOnIn(retryDelayMs(this.#failures, this.dependencies.random.random()));
  }

  #goOnIn(delayMs: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.dependencies.time.after(delayMs, () => {
      this.goOn();
    });
  }
}
