import type { Changes } from '../changes';
import { LiveValue } from '../live';
import type { Chance, Locks, Network, Space, Time } from '../ports';
import type { AssetRow } from '../rules/catalogue';
import type { Download } from '../rules/download';
import { retryDelayMs } from '../rules/retry';
import type { ChunkStore } from '../store/chunk-store';
import type { DownloadView, StorageView } from '../types';
import type { AudioSource } from './fetch-chunk';
import { Shelf } from './shelf';
import { Transfer, type Transferred } from './transfer';

const DOWNLOAD_LOCK = 'durus-download';
/** After this long another tab that held the lock is asked again. */
const BUSY_RETRY_MS = 10_000;
/** How often to look whether there is a network again, which asks nobody: its event may be lost. */
const NETWORK_LOOK_MS = 30_000;

/**
 * The downloads of this device: started, paused and removed by the listener's word only (C10), worked
 * on one after the other by one tab, each resumed exactly where it stopped. Whose they are does not
 * matter: signing in or out never reaches this place.
 */
export class Downloads {
  readonly view: LiveValue<ReadonlyMap<string, DownloadView>>;
  readonly storage = new LiveValue<StorageView>({ downloadedBytes: 0, freeBytes: null, persisted: null });
  readonly #shelf: Shelf;
  readonly #transfer: Transfer;
  #onRemoved: (lectureId: string) => void = () => undefined;
  #working: { readonly lectureId: string; readonly abort: AbortController } | null = null;
  #run: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  /** Lectures whose last try brought nothing, longest ago first: the others come before them. */
  readonly #setBack = new Set<string>();
  #cancelTimer: () => void = () => undefined;

  constructor(
    private readonly store: ChunkStore,
    source: AudioSource,
    private readonly network: Network,
    private readonly locks: Locks,
    private readonly space: Space,
    private readonly time: Time,
    private readonly chance: Chance,
    private readonly changes: Changes,
    private readonly onFault: (fault: unknown) => void,
  ) {
    this.#shelf = new Shelf(store, changes);
    this.view = this.#shelf.view;
    this.view.subscribe(() => {
      this.#showStoredBytes();
    });
    this.#transfer = new Transfer(store, source, (download, chunk) => {
      this.#failures = 0;
      this.#shelf.count(download, chunk);
    });
    network.onChange(() => {
      this.#goOn();
    });
  }

  /** Reads what is there, finds what the browser evicted, and goes on with what was wanted. */
  async start(): Promise<void> {
    this.changes.onChange((change) => {
      if (change.kind === 'downloads' && change.lectureId !== this.#working?.lectureId) {
        this.#shelf.reread().catch(this.onFault);
      } else if (change.kind === 'download-wanted') {
        // Whoever downloads now may be killed: every tab has to know what is wanted.
        this.#shelf
          .reread()
          .then(() => {
            this.#goOn();
          })
          .catch(this.onFault);
      }
    });
    await this.#shelf.reread();
    for (const download of this.#shelf.all()) {
      if (download.state === 'ready' && !this.#shelf.isWhole(download)) {
        await this.#shelf.change(download.lectureId, { state: 'missing' });
      }
    }
    this.#goOn();
    await this.#measure();
  }

  onRemoved(callback: (lectureId: string) => void): void {
    this.#onRemoved = callback;
  }

  isReady(lectureId: string): boolean {
    return this.#shelf.get(lectureId)?.state === 'ready';
  }

  of(lectureId: string): Download | null {
    return this.#shelf.get(lectureId);
  }

  async download(asset: AssetRow): Promise<void> {
    if (this.#shelf.all().length === 0) {
      // Some browsers ask the listener first: the download does not wait for the answer.
      this.space
        .persist()
        .then(() => this.#measure())
        .catch(this.onFault);
    }
    const { id: assetId, lectureId, url, sha256, sizeBytes, mediaType } = asset;
    const added = await this.store.add({
      ...{ lectureId, assetId, url, sha256, sizeBytes, mediaType, queuedAt: this.time.now() },
      ...{ manifest: null, state: 'wanted', problem: null },
    });
    if (added) {
      await this.#shelf.reread();
      this.#announce(lectureId);
    } else {
      await this.resume(lectureId);
    }
    await this.#measure();
  }

  async pause(lectureId: string): Promise<void> {
    if (this.#shelf.get(lectureId)?.state === 'wanted') {
      await this.#shelf.change(lectureId, { state: 'paused' });
      this.#abort(lectureId);
    }
  }

  async resume(lectureId: string): Promise<void> {
    const state = this.#shelf.get(lectureId)?.state;
    if (state !== undefined && state !== 'ready') {
      await this.#shelf.change(lectureId, { state: 'wanted', problem: null });
      this.#announce(lectureId);
    }
  }

  async remove(lectureId: string): Promise<void> {
    const download = this.#shelf.get(lectureId);
    if (download === null) {
      return;
    }
    this.#abort(lectureId);
    await this.store.remove(lectureId);
    this.#shelf.remove(lectureId);
    this.changes.publish({ kind: 'downloads', lectureId });
    this.#onRemoved(lectureId);
    await this.#measure();
  }

  #announce(lectureId: string): void {
    this.changes.publish({ kind: 'downloads', lectureId });
    this.changes.publishElsewhere({ kind: 'download-wanted' });
    this.#goOn();
  }

  /** Works on the queue: what is wanted while it is being worked on is seen before that ends. */
  #goOn(): void {
    this.#cancelTimer();
    this.#again = true;
    this.#run ??= this.#runs();
  }

  async #runs(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.#workHere().catch((fault: unknown) => {
        this.onFault(fault);
        this.#tryLater();
      });
    }
    this.#run = null;
  }

  async #workHere(): Promise<void> {
    if (this.#next() === undefined) {
      return;
    }
    const outcome = await this.locks.ifFree(DOWNLOAD_LOCK, () => this.#workOff());
    if (outcome === 'busy') {
      this.#goOnIn(BUSY_RETRY_MS);
    }
  }

  async #workOff(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      if (!this.network.mayBeThere()) {
        this.#shelf.setWaiting(true);
        this.#goOnIn(NETWORK_LOOK_MS);
        return;
      }
      this.#shelf.setWaiting(false);
      const outcome = await this.#work(next);
      this.#setBack.delete(next.lectureId);
      if (outcome === 'unavailable') {
        this.#setBack.add(next.lectureId);
        this.#tryLater();
        return;
      }
      await this.#conclude(next.lectureId, outcome);
    }
    this.#shelf.setWaiting(false);
  }

  async #work(download: Download): Promise<Transferred> {
    const abort = new AbortController();
    this.#working = { lectureId: download.lectureId, abort };
    this.#shelf.workOn(download.lectureId);
    try {
      return await this.#transfer.run(download, abort.signal);
    } catch (failure) {
      if (abort.signal.aborted) {
        return 'removed'; // Paused or removed: what is stored stays as it is.
      }
      throw failure;
    } finally {
      this.#working = null;
      this.#shelf.workOn(null);
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
        await this.store.change(lectureId, { state: 'stopped', problem: outcome });
        break;
    }
    await this.#shelf.reread();
    this.changes.publish({ kind: 'downloads', lectureId });
    await this.#measure();
  }

  #next(): Download | undefined {
    const setBack = [...this.#setBack];
    const turn = ({ lectureId }: Download) => setBack.indexOf(lectureId);
    return this.#shelf
      .all()
      .filter((download) => download.state === 'wanted')
      .sort((a, b) => turn(a) - turn(b) || a.queuedAt - b.queuedAt)[0];
  }

  #tryLater(): void {
    this.#failures++;
    this.#shelf.setWaiting(true);
    this.#goOnIn(retryDelayMs(this.#failures, this.chance.random()));
  }

  #goOnIn(delayMs: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.time.after(delayMs, () => {
      this.#goOn();
    });
  }

  #abort(lectureId: string): void {
    if (this.#working?.lectureId === lectureId) {
      this.#working.abort.abort();
    }
  }

  #showStoredBytes(): void {
    const downloadedBytes = this.#shelf.storedBytes();
    if (downloadedBytes !== this.storage.get().downloadedBytes) {
      this.storage.set({ ...this.storage.get(), downloadedBytes });
    }
  }

  /** Only shown: no download depends on whether the browser says how much space there is. */
  async #measure(): Promise<void> {
    try {
      const [freeBytes, persisted] = await Promise.all([this.space.freeBytes(), this.space.isPersisted()]);
      this.storage.set({ ...this.storage.get(), freeBytes, persisted });
    } catch (fault) {
      this.onFault(fault);
    }
  }
}
