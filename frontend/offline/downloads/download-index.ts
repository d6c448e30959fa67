import type { Changes } from '../live/changes';
import { LiveValue } from '../live/live';
import { hasMembers } from '../live/same-members';
import { downloadView, type Download } from '../rules/downloads/download';
import type { ChunkStore } from '../storage/chunk-store';
import { isOutOfSpace } from '../storage/storage-errors';
import type { Time } from '../ports';
import type { DownloadView } from '../types';

/** How often other tabs are told about a download's progress. */
const PUBLISH_EVERY_MS = 1_000;

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
  readonly #stored = new Map<string, ReadonlySet<number>>();
  #workedOn: string | null = null;
  #waiting = false;
  #reading: Promise<void> | null = null;
  /** The next reading, which begins when the present one has ended. */
  #nextReading: Promise<void> | null = null;
  /** Lectures whose progress was not yet reported to other tabs. */
  readonly #unpublished = new Set<string>();

  constructor(
    private readonly store: ChunkStore,
    private readonly changes: Changes,
    private readonly time: Time,
  ) {}

  get(lectureId: string): Download | null {
    return this.#downloads.get(lectureId) ?? null;
  }

  all(): Download[] {
    return [...this.#downloads.values()];
  }

  /** Whether every chunk is stored. */
  isWhole(download: Download): boolean {
    return download.manifest?.chunkSha256.length === this.#stored.get(download.sha256)?.size;
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
    this.#workedOn = lectureId;
    this.#show();
  }

  /** Whether nothing can be transferred now. */
  setWaiting(waiting: boolean): void {
    this.#waiting = waiting;
    this.#show();
  }

  /** Adds a download. Answers false and changes nothing when the lecture has one already. */
  async add(download: Download): Promise<boolean> {
    try {
      return await this.store.add(download);
    } catch (failure) {
      rethrowUnlessFull(failure);
      this.#hold({ ...download, ...NO_SPACE });
      return true;
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
        this.#show();
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
    this.#show();
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
    const downloads = await this.store.downloads();
    const stored = await Promise.all(downloads.map(({ sha256 }) => this.store.storedChunks(sha256)));
    this.#downloads.clear();
    for (const held of this.#unwritten.values()) {
      this.#downloads.set(held.lectureId, held);
    }
    downloads.forEach((download, index) => {
      if (download.state === 'ready' && this.#unwritten.get(download.lectureId)?.state !== 'missing') {
        this.#unwritten.delete(download.lectureId); // Another tab had room.
      }
      this.#downloads.set(download.lectureId, this.#unwritten.get(download.lectureId) ?? download);
      const read = stored[index] ?? new Set<number>();
      // Chunks that were counted during the reading stay counted.
      const counted = download.lectureId === this.#workedOn && this.#stored.get(download.sha256);
      this.#stored.set(download.sha256, counted ? new Set([...read, ...counted]) : read);
    });
    this.#show();
  }

  /** This tab stored one more chunk. */
  count(download: Download, chunk: number): void {
    const shown = this.#downloads.get(download.lectureId);
    if (shown?.manifest === null) {
      // The manifest was fetched meanwhile. Without it the progress is unknown.
      this.#downloads.set(download.lectureId, { ...shown, manifest: download.manifest });
    }
    const stored = this.#stored.get(download.sha256) ?? new Set<number>();
    this.#stored.set(download.sha256, new Set(stored).add(chunk));
    this.#show();
    this.#publishProgress(download.lectureId);
  }

  /** Publishes at most once per interval: every other tab reads all downloads again. */
  #publishProgress(lectureId: string): void {
    if (this.#unpublished.size === 0) {
      this.time.after(PUBLISH_EVERY_MS, () => {
        const unpublished = [...this.#unpublished];
        this.#unpublished.clear();
        unpublished.forEach((one) => {
          this.changes.publishElsewhere({ kind: 'downloads', lectureId: one });
        });
      });
    }
    this.#unpublished.add(lectureId);
  }

  #show(): void {
    const shown = this.view.get();
    const views = [...this.#downloads.values()].map((download) => {
      const working = this.#workedOn === download.lectureId;
      const stored = this.#stored.get(download.sha256) ?? new Set<number>();
      return downloadView(download, stored, { working, waiting: this.#waiting });
    });
    this.view.set(
      new Map(views.map((view) => [view.lectureId, unlessSame(shown.get(view.lectureId), view)])),
    );
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
