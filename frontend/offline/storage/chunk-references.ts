import type { IDBPDatabase } from 'idb';
import type { Download } from '../rules/downloads/download';
import type { Writable } from './atomically';

/** The tables of audio, and which bytes the downloads refer to. */

export const DOWNLOADS = 'downloads';
export const CHUNKS = 'chunks';
export const BY_SHA256 = 'sha256';
/** The index of audio assets that are played until a better one is here. */
export const BY_REPLACED_SHA256 = 'replaces.sha256';

export function openToRead(database: IDBPDatabase) {
  return database.transaction([DOWNLOADS, CHUNKS]);
}

/** The downloads that refer to this hash as their own or as the one that they replace. */
export async function referring(
  transaction: Writable | ReturnType<typeof openToRead>,
  sha256: string,
): Promise<Download[]> {
  const downloads = transaction.objectStore(DOWNLOADS);
  const found = await Promise.all([
    downloads.index(BY_SHA256).getAll(sha256) as Promise<Download[]>,
    downloads.index(BY_REPLACED_SHA256).getAll(sha256) as Promise<Download[]>,
  ]);
  return found.flat();
}

/** The hashes that a download referred to and does not any more. */
export function hashesLeft({
  present,
  changed,
}: {
  readonly present: Download;
  readonly changed: Download | null;
}): string[] {
  const hashes = (one: Download | null) =>
    [one?.sha256, one?.replaces?.sha256].filter((sha256) => sha256 !== undefined);
  const kept = hashes(changed);
  return hashes(present).filter((sha256) => !kept.includes(sha256));
}

/** Removes the bytes with this hash, unless a download refers to it. */
export async function removeUnreferred(transaction: Writable, sha256: string): Promise<void> {
  if ((await referring(transaction, sha256)).length === 0) {
    await transaction.objectStore(CHUNKS).delete(chunksOf(sha256));
  }
}

export function chunksOf(sha256: string): IDBKeyRange {
  return IDBKeyRange.bound([sha256], [sha256, []]);
}
