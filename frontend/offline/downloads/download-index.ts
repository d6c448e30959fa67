import type { Changes } from '../live/changes';
import { LiveValue } from '../live/live';
import { hasMembers } from '../live/same-members';
import { downloadView, type Download } from '../rules/downloads/download';
import type { ChunkStore } from '../storage/chunk-store';
import { ProgressNews } from './progress-news';
import { StoredChunks } from './stored-chunks';
import { isOutOfSpace } from '../storage/storage-errors';
import type { Time } from '../ports';
import type { DownloadView } from '../types';

const NO_SPACE = { state: 'stopped', problem: 'no-space' } as const;

type Change = Partial<Pick<Download, 'state' | 'problem' | 'manifest' | 'replaces'>>;

/**
 * All downloads with their states, as this tab last read them from the store that all tabs share. It adds the chunks
 * that this tab has stored since.
 */
export class DownloadIndex {
  readonly view = new LiveValue<ReadonlyMap<string, DownloadView>>(new Map());
  readonly #downloads = new Map<string, Download>();
  /** Rows that could not be written because storage is full. They are kept in memory and written when space is available. */
  readonly #unwritten = new Map<string, Download>();
  /** The stored chunks, by hash. */
  readonly #stored = new Map<string, StoredChunks>();
  /** Downloads that the server refused, and that wait by themselves. */
  readonly #waitingForServer = new Set<string>();
  #workedOn: string | null = null;
  #waiting: DownloadView['waitsFor'] = null;
  #reading: Promise<void> | null = null;
  /** The next reading, which begins when the present one has ended. */
  #nextReading: Promise<void> | null = null;
  readonly #news: ProgressNews;

  constructor(
    private readonly store: ChunkStore,
    private readonly changes: Changes,
    time: Time,
  ) {
    this.#news = new ProgressNews(changes, time);
  }

  get(lectureId: string): Download | null {
    return this.#downloads.get(lectureId) ?? null;
  }

  all(): Download[] {
    return [...this.#downloads.values()];
  }

  /** Whether every chunk is stored. */
  isWhole(download: Download): boolean {
    return download.manifest?.chunkSha256.length === this.#stored.get(download.sha256)?.indexes.size;
  }

  /** The size of all downloads, including recordings that are kept until a better one is complete. */
  storedBytes(): number {
    const replaced = this.all().map(({ replaces }) => replaces?.sizeBytes ?? 0);
    return [...[...this.view.get().values()].map(({ storedBytes }) => storedBytes), ...replaced].reduce(
      (sum, bytes) => sum + bytes,
      0,
    );
  }

  /** The lecture that this tab transfers now. */
  get workedOn(): string | null {
    return this.#workedOn;
  }

  workOn(lectureId: string | null): void {
    const before = this.#workedOn;
    this.#workedOn = lectureId;
    if (lectureId !== null) {
      this.#waitingForServer.delete(lectureId);
    }
    this.#showSome([before, lectureId].filter((one) => one !== null));
  }

  /** What all downloads wait for, while nothing can be transferred; null while something can be. */
  setWaiting(waiting: DownloadView['waitsFor']): void {
    if (waiting !== this.#waiting) {
      this.#waiting = waiting;
      this.#show();
    }
  }

  /** This download alone waits for the server, until it is worked on again. */
  waitForServer(lectureId: string): void {
    this.#waitingForServer.add(lectureId);
    this.#showSome([lectureId]);
  }

  /**
   * Adds downloads in one transaction, and shows them at once. Leaves those that their lectures have. Answers the lectures
   * that were added.
   */
  async add(downloads: readonly Download[]): Promise<ReadonlySet<string>> {
    const unknown = downloads.filter(({ lectureId }) => !this.#downloads.has(lectureId));
    for (const download of unknown) {
      this.#downloads.set(download.lectureId, download);
    }
    this.#showSome(unknown.map(({ lectureId }) => lectureId));
    try {
      return new Set(await this.store.addAll(downloads));
    } catch (failure) {
      for (const download of unknown) {
        this.#downloads.delete(download.lectureId);
      }
      this.#show();
      rethrowUnlessFull(failure);
      for (const download of unknown) {
        this.#hold({ ...download, ...NO_SPACE });
      }
      return new Set(unknown.map(({ lectureId }) => lectureId));
    }
  }

  /** Changes the stored row if its state is one of these now, whatever the shown state is. */
  async change(lectureId: string, change: Change, of?: ReadonlyArray<Download['state']>): Promise<void> {
    const present = this.get(lectureId);
    try {
      const changed = await this.#write(lectureId, change, of);
      this.#unwritten.delete(lectureId);
      if (changed !== undefined) {
        this.#downloads.set(lectureId, changed);
        this.#showSome([lectureId]);
        this.changes.publishElsewhere({ kind: 'downloads', lectureId });
      }
    } catch (failure) {
      rethrowUnlessFull(failure);
      if (present !== null && of?.includes(present.state) !== false) {
        // A row that is not stored cannot be downloaded.
        this.#hold({ ...present, ...change, ...(change.state === 'wanted' ? NO_SPACE : {}) });
      }
    }
  }

  /** Shows these until they are read again; null for none. Call it right before they are stored so. */
  showInstead(downloads: ReadonlyMap<string, Download | null>): void {
    for (const [lectureId, download] of downloads) {
      if (download === null) {
        this.#downloads.delete(lectureId);
      } else {
        this.#downloads.set(lectureId, download);
      }
    }
    this.#showSome([...downloads.keys()]);
  }

  /** Those of these lectures whose rows could not be written because storage is full. */
  unwrittenOf(lectureIds: readonly string[]): string[] {
    return lectureIds.filter((lectureId) => this.#unwritten.has(lectureId));
  }

  /** Forgets a row that could not be written because storage is full. */
  drop(lectureId: string): void {
    this.#unwritten.delete(lectureId);
  }

  async #write(
    lectureId: string,
    change: Change,
    of?: ReadonlyArray<Download['state']>,
  ): Promise<Download | undefined> {
    const held = this.#unwritten.get(lectureId);
    if (held === undefined) {
      return this.store.change(lectureId, change, of);
    }
    const { state, problem, manifest, replaces = null } = held;
    await this.store.add(held); // Does not overwrite an existing row.
    return this.store.change(lectureId, { state, problem, manifest, replaces, ...change }, of);
  }

  #hold(download: Download): void {
    this.#unwritten.set(download.lectureId, download);
    this.#downloads.set(download.lectureId, download);
    this.#showSome([download.lectureId]);
  }

  /** Reads one lecture's download again. It takes the turn after a read of all that is under way. */
  async rereadOne(lectureId: string): Promise<void> {
    await Promise.allSettled([this.#reading]);
    const download = await this.store.download(lectureId);
    if (download === undefined) {
      const held = this.#unwritten.get(lectureId);
      if (held === undefined) {
        this.#downloads.delete(lectureId);
      }
    } else {
      this.#take(download, await this.store.storedChunks(download.sha256));
    }
    this.#showSome([lectureId]);
  }

  /** Reads all downloads again. Calls during a read share the next read. */
  reread(): Promise<void> {
    if (this.#reading === null) {
      return this.#read();
    }
    this.#nextReading ??= this.#readAfter(this.#reading);
    return this.#nextReading;
  }

  async #readAfter(reading: Promise<void>): Promise<void> {
    await Promise.allSettled([reading]);
    this.#nextReading = null;
    await this.#read();
  }

  #read(): Promise<void> {
    const reading = this.#readAll().finally(() => {
      this.#reading = null;
    });
    this.#reading = reading;
    return reading;
  }

  async #readAll(): Promise<void> {
    const [downloads, stored] = await Promise.all([this.store.downloads(), this.store.allStoredChunks()]);
    this.#downloads.clear();
    for (const held of this.#unwritten.values()) {
      this.#downloads.set(held.lectureId, held);
    }
    for (const download of downloads) {
      this.#take(download, stored.get(download.sha256) ?? new Set());
    }
    this.#show();
  }

  /** A download as it was read, with its stored chunks. */
  #take(download: Download, read: ReadonlySet<number>): void {
    const { lectureId, sha256, state } = download;
    if (state === 'ready' && this.#unwritten.get(lectureId)?.state !== 'missing') {
      this.#unwritten.delete(lectureId); // Another tab had room.
    }
    this.#downloads.set(lectureId, this.#unwritten.get(lectureId) ?? download);
    // What was counted while this was read stays counted.
    const counted = lectureId === this.#workedOn ? (this.#stored.get(sha256)?.indexes ?? []) : [];
    this.#stored.set(sha256, new StoredChunks([...read, ...counted]));
  }

  /** This tab stored one more chunk. */
  count(download: Download, chunk: number): void {
    const shown = this.#downloads.get(download.lectureId);
    if (shown?.manifest === null) {
      // The manifest was fetched meanwhile. Without it the progress is unknown.
      this.#downloads.set(download.lectureId, { ...shown, manifest: download.manifest });
    }
    const stored = this.#stored.get(download.sha256) ?? new StoredChunks();
    this.#stored.set(download.sha256, stored);
    stored.add(chunk);
    this.#showSome([download.lectureId]);
    this.#news.publish(download.lectureId);
  }

  #show(): void {
    this.view.set(
      new Map([...this.#downloads].map(([lectureId, download]) => [lectureId, this.#viewOf(download)])),
    );
  }

  /** Shows what changed of some lectures' downloads. The others are not looked at. */
  #showSome(lectureIds: readonly string[]): void {
    const views = new Map(this.view.get());
    for (const lectureId of lectureIds) {
      const download = this.#downloads.get(lectureId);
      if (download === undefined) {
        views.delete(lectureId);
      } else {
        views.set(lectureId, this.#viewOf(download));
      }
    }
    this.view.set(views);
  }

  #viewOf(download: Download): DownloadView {
    const { lectureId, sha256, manifest } = download;
    const view = downloadView(download, this.#stored.get(sha256)?.bytesBy(manifest) ?? 0, {
      working: this.#workedOn === lectureId,
      waitsFor: this.#waiting ?? (this.#waitingForServer.has(lectureId) ? 'server' : null),
    });
    return unlessSame(this.view.get().get(lectureId), view);
  }
}

function rethrowUnlessFull(failure: unknown): void {
  if (!isOutOfSpace(failure)) {
    throw failure;
  }
}

/** The same object as long as nothing changed, so that `===` detects changes. */
function unlessSame(shown: DownloadView | undefined, view: DownloadView): DownloadView {
  return shown !== undefined && hasMembers(shown, view) ? shown : view;
}
