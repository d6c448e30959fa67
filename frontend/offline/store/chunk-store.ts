import type { IDBPDatabase } from 'idb';
import type { Download } from '../rules/download';
import { Connection } from './connection';

/**
 * The audio on this device: what the listener wants downloaded, and verified chunks as plain bytes,
 * never Blobs, which WebKit loses. A database apart from the listener's, so that neither can hurt the
 * other. Everything is written `strict`: a chunk that is counted survives a loss of power.
 */

const DATABASE_NAME = 'durus-audio';
const DATABASE_VERSION = 1;
const DOWNLOADS = 'downloads';
const CHUNKS = 'chunks';
const BY_SHA256 = 'sha256';

export class ChunkStore {
  readonly #connection: Connection;

  constructor(name = DATABASE_NAME) {
    this.#connection = new Connection(name, DATABASE_VERSION, upgrade);
  }

  downloads(): Promise<Download[]> {
    return this.#connection.use((database) => database.getAll(DOWNLOADS) as Promise<Download[]>);
  }

  /** The ready download of these bytes, whichever lecture's; undefined when there is none. */
  async ready(sha256: string): Promise<Download | undefined> {
    const downloads = await this.#connection.use(
      (database) => database.getAllFromIndex(DOWNLOADS, BY_SHA256, sha256) as Promise<Download[]>,
    );
    return downloads.find((download) => download.state === 'ready');
  }

  /** Adds a download, or answers false and leaves the one that the lecture has. */
  add(download: Download): Promise<boolean> {
    return this.#strictly(async (transaction) => {
      const downloads = transaction.objectStore(DOWNLOADS);
      if ((await downloads.getKey(download.lectureId)) !== undefined) {
        return false;
      }
      await downloads.put(download);
      return true;
    });
  }

  /** Changes a download as it is now; answers it, or undefined when it was removed. */
  change(lectureId: string, change: Partial<Download>): Promise<Download | undefined> {
    return this.#strictly(async (transaction) => {
      const downloads = transaction.objectStore(DOWNLOADS);
      const present = (await downloads.get(lectureId)) as Download | undefined;
      if (present === undefined) {
        return undefined;
      }
      const changed = { ...present, ...change };
      await downloads.put(changed);
      return changed;
    });
  }

  /** Which chunks are there, without reading one. */
  async storedChunks(sha256: string): Promise<Set<number>> {
    const keys = await this.#connection.use((database) => database.getAllKeys(CHUNKS, chunksOf(sha256)));
    return new Set(keys.map((key) => (key as [string, number])[1]));
  }

  chunk(sha256: string, index: number): Promise<ArrayBuffer | undefined> {
    return this.#connection.use(
      (database) => database.get(CHUNKS, [sha256, index]) as Promise<ArrayBuffer | undefined>,
    );
  }

  /**
   * Keeps a verified chunk; answers false when nobody wants these bytes now, so that one that arrives
   * after the removal leaves nothing behind, and a pause in another tab is heard here. Rejects with
   * QuotaExceededError without space.
   */
  putChunk(sha256: string, index: number, bytes: ArrayBuffer): Promise<boolean> {
    return this.#strictly(async (transaction) => {
      const downloads = (await transaction
        .objectStore(DOWNLOADS)
        .index(BY_SHA256)
        .getAll(sha256)) as Download[];
      if (downloads.every(({ state }) => state === 'paused' || state === 'stopped')) {
        return false;
      }
      await transaction.objectStore(CHUNKS).put(bytes, [sha256, index]);
      return true;
    });
  }

  /** The one way to become ready: every chunk is there, seen in the transaction that says so. */
  completeIfWhole(lectureId: string): Promise<boolean> {
    return this.#strictly(async (transaction) => {
      const downloads = transaction.objectStore(DOWNLOADS);
      const download = (await downloads.get(lectureId)) as Download | undefined;
      if (download?.state !== 'wanted' || download.manifest === null) {
        return false;
      }
      const stored = await transaction.objectStore(CHUNKS).count(chunksOf(download.sha256));
      if (stored !== download.manifest.chunkSha256.length) {
        return false;
      }
      await downloads.put({ ...download, state: 'ready', problem: null });
      return true;
    });
  }

  /** Removes a download, and its bytes unless another download has the same. */
  remove(lectureId: string): Promise<void> {
    return this.#strictly(async (transaction) => {
      const downloads = transaction.objectStore(DOWNLOADS);
      const download = (await downloads.get(lectureId)) as Download | undefined;
      if (download === undefined) {
        return;
      }
      await downloads.delete(lectureId);
      if ((await downloads.index(BY_SHA256).getKey(download.sha256)) === undefined) {
        await transaction.objectStore(CHUNKS).delete(chunksOf(download.sha256));
      }
    });
  }

  close(): void {
    this.#connection.close();
  }

  #strictly<T>(work: (transaction: ReturnType<typeof openStrict>) => Promise<T>): Promise<T> {
    return this.#connection.use(async (database) => {
      const transaction = openStrict(database);
      const done = transaction.done.then(
        () => null,
        (failure: unknown) => ({ failure }),
      );
      const result = await work(transaction);
      const ended = await done;
      if (ended !== null) {
        throw ended.failure;
      }
      return result;
    });
  }
}

function openStrict(database: IDBPDatabase) {
  return database.transaction([DOWNLOADS, CHUNKS], 'readwrite', { durability: 'strict' });
}

function chunksOf(sha256: string): IDBKeyRange {
  return IDBKeyRange.bound([sha256], [sha256, []]);
}

function upgrade(database: IDBPDatabase, fromVersion: number): void {
  if (fromVersion < 1) {
    database.createObjectStore(DOWNLOADS, { keyPath: 'lectureId' }).createIndex(BY_SHA256, 'sha256');
    database.createObjectStore(CHUNKS);
  }
}
