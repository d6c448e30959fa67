import type { Changes } from '../changes';
import { LiveValue } from '../live';
import type { Chance, Locks, Network, Space, Time } from '../ports';
import type { AssetRow } from '../rules/catalogue';
import { downloadView, type Download } from '../rules/download';
import { retryDelayMs } from '../rules/retry';
import type { ChunkStore } from '../store/chunk-store';
import type { DownloadView, StorageView } from '../types';
import type { AudioSource } from './fetch-chunk';
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
  readonly view = new LiveValue<ReadonlyMap<string, DownloadView>>(new Map());
  readonly storage = new LiveValue<StorageView>({ downloadedBytes: 0, freeBytes: null, persisted: null });
  readonly #downloads = new Map<string, Download>();
  readonly #stored = new Map<string, ReadonlySet<number>>();
  readonly #transfer: Transfer;
  #onRemoved: (lectureId: string) => void = () => undefined;
  #working: { readonly lectureId: string; readonly abort: AbortController } | null = null;
  #run: Promise<void> | null = null;
  #again = false;
  #waiting = false;
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
    this.#transfer = new Transfer(store, source, (download, chunk) => {
      this.#count(download, chunk);
    });
    network.onChange(() => {
      this.#goOn();
    });
  }

  /** Reads what is there, finds what the browser evicted, and goes on with what was wanted. */
  async start(): Promise<void> {
    this.changes.onChange((change) => {
      if (change.kind === 'downloads' && change.lectureId !== this.#working?.lectureId) {
        this.#reread().catch(this.onFault);
      } else if (change.kind === 'download-wanted') {
        // Whoever downloads now may be killed: every tab has to know what is wanted.
        this.#reread()
          .then(() => {
            this.#goOn();
          })
          .catch(this.onFault);
      }
    });
    await this.#reread();
    for (const download of this.#downloads.values()) {
      if (download.state === 'ready' && !this.#isWhole(download)) {
        await this.#change(download.lectureId, { state: 'missing' });
      }
    }
    this.#goOn();
    await this.#measure();
  }

  onRemoved(callback: (lectureId: string) => void): void {
    this.#onRemoved = callback;
  }

  isReady(lectureId: string): boolean {
    return this.#downloads.get(lectureId)?.state === 'ready';
  }

  of(lectureId: string): Download | null {
    return this.#downloads.get(lectureId) ?? null;
  }

  async download(asset: AssetRow): Promise<void> {
    if (this.#downloads.size === 0) {
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
      await this.#reread();
      this.#announce(lectureId);
    } else {
      await this.resume(lectureId);
    }
    await this.#measure();
  }

  async pause(lectureId: string): Promise<void> {
    if (this.#downloads.get(lectureId)?.state === 'wanted') {
      await this.#change(lectureId, { state: 'paused' });
      this.#abort(lectureId);
    }
  }

  async resume(lectureId: string): Promise<void> {
    const state = this.#downloads.get(lectureId)?.state;
    if (state !== undefined && state !== 'ready') {
      await this.#change(lectureId, { state: 'wanted', problem: null });
      this.#announce(lectureId);
    }
  }

  async remove(lectureId: string): Promise<void> {
    const download = this.#downloads.get(lectureId);
    if (download === undefined) {
      return;
    }
    this.#abort(lectureId);
    await this.store.remove(lectureId);
    this.#downloads.delete(lectureId);
    this.#show();
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
        this.#setWaiting(true);
        this.#goOnIn(NETWORK_LOOK_MS);
        return;
      }
      this.#setWaiting(false);
      const outcome = await this.#work(next);
      this.#setBack.delete(next.lectureId);
      if (outcome === 'unavailable') {
        this.#setBack.add(next.lectureId);
        this.#tryLater();
        return;
      }
      await this.#conclude(next.lectureId, outcome);
    }
    this.#setWaiting(false);
  }

  async #work(download: Download): Promise<Transferred> {
    const abort = new AbortController();
    this.#working = { lectureId: download.lectureId, abort };
    this.#show();
    try {
      return await this.#transfer.run(download, abort.signal);
    } catch (failure) {
      if (abort.signal.aborted) {
        return 'removed'; // Paused or removed: what is stored stays as it is.
      }
      throw failure;
    } finally {
      this.#working = null;
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
    await this.#reread();
    this.changes.publish({ kind: 'downloads', lectureId });
    await this.#measure();
  }

  #next(): Download | undefined {
    const setBack = [...this.#setBack];
    const turn = ({ lectureId }: Download) => setBack.indexOf(lectureId);
    return [...this.#downloads.values()]
      .filter((download) => download.state === 'wanted')
      .sort((a, b) => turn(a) - turn(b) || a.queuedAt - b.queuedAt)[0];
  }

  #tryLater(): void {
    this.#failures++;
    this.#setWaiting(true);
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

  #setWaiting(waiting: boolean): void {
    this.#waiting = waiting;
    this.#show();
  }

  async #change(lectureId: string, change: Partial<Download>): Promise<void> {
    const changed = await this.store.change(lectureId, change);
    if (changed !== undefined) {
      this.#downloads.set(lectureId, changed);
      this.#show();
      this.changes.publish({ kind: 'downloads', lectureId });
    }
  }

  async #reread(): Promise<void> {
    const downloads = await this.store.downloads();
    const stored = await Promise.all(downloads.map(({ sha256 }) => this.store.storedChunks(sha256)));
    this.#downloads.clear();
    downloads.forEach((download, index) => {
      this.#downloads.set(download.lectureId, download);
      const read = stored[index] ?? new Set<number>();
      // What was counted while this was read stays counted.
      const counted = download.lectureId === this.#working?.lectureId && this.#stored.get(download.sha256);
      this.#stored.set(download.sha256, counted ? new Set([...read, ...counted]) : read);
    });
    this.#show();
  }

  #isWhole(download: Download): boolean {
    return download.manifest?.chunkSha256.length === this.#stored.get(download.sha256)?.size;
  }

  #count(download: Download, chunk: number): void {
    this.#failures = 0;
    const shown = this.#downloads.get(download.lectureId);
    if (shown?.manifest === null) {
      // It was fetched meanwhile; without it no progress could be told.
      this.#downloads.set(download.lectureId, { ...shown, manifest: download.manifest });
    }
    const stored = this.#stored.get(download.sha256) ?? new Set<number>();
    this.#stored.set(download.sha256, new Set(stored).add(chunk));
    this.#show();
    this.changes.publish({ kind: 'downloads', lectureId: download.lectureId });
  }

  #show(): void {
    const shown = this.view.get();
    const views = [...this.#downloads.values()].map((download) => {
      const working = this.#working?.lectureId === download.lectureId;
      const stored = this.#stored.get(download.sha256) ?? new Set<number>();
      return downloadView(download, stored, { working, waiting: this.#waiting });
    });
    this.view.set(
      new Map(views.map((view) => [view.lectureId, unlessSame(shown.get(view.lectureId), view)])),
    );
    const downloadedBytes = views.reduce((sum, view) => sum + view.storedBytes, 0);
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

/** The shown object while nothing changed, so that `===` tells what changed. */
function unlessSame(shown: DownloadView | undefined, view: DownloadView): DownloadView {
  const members = Object.keys(view) as Array<keyof DownloadView>;
  return shown !== undefined && members.every((member) => shown[member] === view[member]) ? shown : view;
}
