import { namedForBasePath } from '../../base-path';
import type { IDBPDatabase } from 'idb';
import {
  cancelled,
  replacedBy,
  playableAssets,
  type DescribedAsset,
  type Download,
  type Manifest,
  type OfferedAsset,
} from '../rules/downloads/download';
import { atomically, type Writable } from './atomically';
import {
  BY_REPLACED_SHA256,
  BY_SHA256,
  CHUNKS,
  chunksOf,
  DOWNLOADS,
  hashesLeft,
  openToRead,
  referring,
  removeUnreferred,
} from './chunk-references';
import { Connection, type Upgrading } from './connection';

/**
 * The audio on this device: the downloads that the listener wants, and verified chunks as plain bytes. Chunks are never
 * Blobs, because WebKit loses those. The audio has a database of its own, so that it and the listener's database cannot
 * damage each other. Every write is `strict`: a chunk that is counted survives a loss of power.
 */

const DATABASE_NAME = namedForBasePath('durus-audio');
const DATABASE_VERSION = 2;
export interface StoredChunk {
  readonly index: number;
  readonly bytes: ArrayBuffer;
}

/** The result of storing chunks. */
export type PutResult =
  | 'kept'
  /** The chunks are stored, and no more are wanted now, for example after a pause in another tab. */
  | 'kept-as-last'
  /** The chunks are not stored: the download was removed, and nothing of it may be left. */
  | 'unwanted';

export class ChunkStore {
  readonly #connection: Connection;

  constructor(name = DATABASE_NAME) {
    this.#connection = new Connection(name, DATABASE_VERSION, upgrade);
  }

  downloads(): Promise<Download[]> {
    return this.#connection.use((database) => database.getAll(DOWNLOADS) as Promise<Download[]>);
  }

  download(lectureId: string): Promise<Download | undefined> {
    return this.#connection.use(
      (database) => database.get(DOWNLOADS, lectureId) as Promise<Download | undefined>,
    );
  }

  /** Reconnects when the database does not answer, as WebKit's may after a page slept. */
  async probe(): Promise<void> {
    await this.#connection.probe((database) => database.count(DOWNLOADS));
  }

  suspend(): void {
    this.#connection.suspend();
  }

  resume(): void {
    this.#connection.resume();
  }

  /** The complete audio asset with this hash, of any lecture; undefined when there is none. */
  async whole(sha256: string): Promise<DescribedAsset | undefined> {
    const downloads = await this.#connection.use((database) => referring(openToRead(database), sha256));
    return downloads.flatMap(playableAssets).find((recording) => recording.sha256 === sha256);
  }

  /** Adds a download. Answers false when the lecture has one already, which stays. */
  async add(download: Download): Promise<boolean> {
    return (await this.addAll([download])).length > 0;
  }

  /** Adds downloads, all or none. A lecture that has one already keeps it. Answers the lectures whose download was added. */
  addAll(added: readonly Download[]): Promise<string[]> {
    return this.#strictly(async (transaction) => {
      const downloads = transaction.objectStore(DOWNLOADS);
      const present = new Set(await downloads.getAllKeys());
      const missing = added.filter(({ lectureId }) => !present.has(lectureId));
      await Promise.all(missing.map((download) => downloads.put(download)));
      return missing.map(({ lectureId }) => lectureId);
    });
  }

  /**
   * Changes the state of a download if its present state is one of `of`. Answers the download as it is then; undefined
   * when it was removed.
   *
   * @param of all states by default
   */
  change(
    lectureId: string,
    change: Partial<Pick<Download, 'state' | 'problem' | 'manifest' | 'replaces'>>,
    of?: ReadonlyArray<Download['state']>,
  ): Promise<Download | undefined> {
    return this.#rewrite(lectureId, (present) =>
      of === undefined || of.includes(present.state) ? { ...present, ...change } : present,
    );
  }

  /** As {@link change} for several, in one transaction. A lecture without a download is left out. */
  async changeAll(
    lectureIds: readonly string[],
    change: Partial<Pick<Download, 'state' | 'problem'>>,
    of: ReadonlyArray<Download['state']>,
  ): Promise<void> {
    await this.#rewriteAll(lectureIds, (present) =>
      of.includes(present.state) ? { ...present, ...change } : present,
    );
  }

  /** Stores a download's manifest. Answers undefined when the download is not wanted any more. */
  async describe(lectureId: string, manifest: Manifest): Promise<Download | undefined> {
    const described = await this.#rewrite(lectureId, (present) =>
      present.sha256 === manifest.sha256 ? { ...present, manifest } : present,
    );
    return described?.sha256 === manifest.sha256 ? described : undefined;
  }

  /** Downloads another asset for the lecture from now on. A complete former asset stays until the new one is complete. */
  replace(asset: OfferedAsset): Promise<Download | undefined> {
    return this.#rewrite(asset.lectureId, (present) => replacedBy(present, asset));
  }

  /** Returns to the complete asset that was to be replaced, or removes the download. */
  cancel(lectureId: string): Promise<Download | undefined> {
    return this.#rewrite(lectureId, cancelledUnlessReady);
  }

  /** As {@link cancel} for several, in one transaction. */
  async cancelAll(lectureIds: readonly string[]): Promise<void> {
    await this.#rewriteAll(lectureIds, cancelledUnlessReady);
  }

  /** Removes the audio asset that a better one has replaced. */
  releaseReplaced(lectureId: string): Promise<Download | undefined> {
    return this.#rewrite(lectureId, (present) =>
      present.state === 'ready' ? { ...present, replaces: null } : present,
    );
  }

  /** Removes a download, and its bytes unless another download shares them. */
  async remove(lectureId: string): Promise<void> {
    await this.#rewrite(lectureId, () => null);
  }

  /** As {@link remove} for several, in one transaction. */
  async removeAll(lectureIds: readonly string[]): Promise<void> {
    await this.#rewriteAll(lectureIds, () => null);
  }

  /** The indexes of the stored chunks; reads no chunk. */
  async storedChunks(sha256: string): Promise<Set<number>> {
    const keys = await this.#connection.use((database) => database.getAllKeys(CHUNKS, chunksOf(sha256)));
    return new Set(keys.map((key) => (key as [string, number])[1]));
  }

  /** The indexes of all stored chunks, by hash; one request, which reads no chunk. */
  async allStoredChunks(): Promise<Map<string, Set<number>>> {
    const keys = await this.#connection.use((database) => database.getAllKeys(CHUNKS));
    const stored = new Map<string, Set<number>>();
    for (const key of keys) {
      const [sha256, index] = key as [string, number];
      const indexes = stored.get(sha256) ?? new Set<number>();
      stored.set(sha256, indexes.add(index));
    }
    return stored;
  }

  chunk(sha256: string, index: number): Promise<ArrayBuffer | undefined> {
    return this.#connection.use(
      (database) => database.get(CHUNKS, [sha256, index]) as Promise<ArrayBuffer | undefined>,
    );
  }

  /** Removes one chunk, whoever refers to it. */
  removeChunk(sha256: string, index: number): Promise<void> {
    return this.#strictly((transaction) => transaction.objectStore(CHUNKS).delete([sha256, index]));
  }

  /** Stores verified chunks, all or none. Rejects with QuotaExceededError when there is no space. */
  putChunks(sha256: string, chunks: readonly StoredChunk[]): Promise<PutResult> {
    return this.#strictly(async (transaction) => {
      const downloads = await referring(transaction, sha256);
      if (downloads.length === 0) {
        return 'unwanted';
      }
      const stored = transaction.objectStore(CHUNKS);
      await Promise.all(
        chunks.map(async ({ index, bytes }) => {
          await stored.put(bytes, [sha256, index]);
        }),
      );
      const resting = ['paused', 'stopped'];
      return downloads.every(({ state }) => resting.includes(state)) ? 'kept-as-last' : 'kept';
    });
  }

  /** The only way to become ready. The transaction that marks the download sees that every chunk is stored. */
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

  close(): void {
    this.#connection.close();
  }

  /**
   * Rewrites a download as it is now, or removes it when `rewrite` answers null. Removes the bytes that nothing refers to
   * any more. Answers the download as it is then.
   */
  async #rewrite(
    lectureId: string,
    rewrite: (present: Download) => Download | null,
  ): Promise<Download | undefined> {
    const [changed] = await this.#rewriteAll([lectureId], rewrite);
    return changed;
  }

  /** Answers those that are left. */
  #rewriteAll(
    lectureIds: readonly string[],
    rewrite: (present: Download) => Download | null,
  ): Promise<Download[]> {
    return this.#strictly(async (transaction) => {
      const downloads = transaction.objectStore(DOWNLOADS);
      const read = await Promise.all(
        lectureIds.map((lectureId) => downloads.get(lectureId) as Promise<Download | undefined>),
      );
      const rewritten = read
        .filter((present) => present !== undefined)
        .map((present) => ({ present, changed: rewrite(present) }));
      await Promise.all(
        rewritten.map(async ({ present, changed }) => {
          await (changed === null ? downloads.delete(present.lectureId) : downloads.put(changed));
        }),
      );
      const released = new Set(rewritten.flatMap(hashesLeft));
      await Promise.all([...released].map((sha256) => removeUnreferred(transaction, sha256)));
      return rewritten.flatMap(({ changed }) => changed ?? []);
    });
  }

  #strictly<T>(work: (transaction: Writable) => Promise<T>): Promise<T> {
    return this.#connection.use((database) => atomically(openStrict(database), work));
  }
}

function openStrict(database: IDBPDatabase): Writable {
  return database.transaction([DOWNLOADS, CHUNKS], 'readwrite', { durability: 'strict' });
}

/** A download that has just been completed is not in progress any more. */
function cancelledUnlessReady(present: Download): Download | null {
  return present.state === 'ready' ? present : cancelled(present);
}

function upgrade(database: IDBPDatabase, fromVersion: number, transaction: Upgrading): void {
  if (fromVersion < 1) {
    database.createObjectStore(DOWNLOADS, { keyPath: 'lectureId' }).createIndex(BY_SHA256, 'sha256');
    database.createObjectStore(CHUNKS);
  }
  if (fromVersion < 2) {
    transaction.objectStore(DOWNLOADS).createIndex(BY_REPLACED_SHA256, BY_REPLACED_SHA256);
  }
}
