import type { DownloadState, DownloadView } from '../types';

/** What a download consists of, and what it is shown as. */

/** What a download is verified against (contract/AudioManifest). */
export interface Manifest {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly chunkSizeBytes: number;
  readonly chunkSha256: readonly string[];
}

/** The listener's word on a lecture's local copy. It belongs to one asset, for good (R9, C10). */
export interface Download {
  readonly lectureId: string;
  readonly assetId: string;
  readonly url: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly queuedAt: number;
  /** Null until it was fetched. */
  readonly manifest: Manifest | null;
  /** `wanted` is to be worked on; the others rest until the listener speaks. */
  readonly state: 'wanted' | 'paused' | 'ready' | 'missing' | 'stopped';
  readonly problem: DownloadView['problem'];
}

export interface ChunkRange {
  readonly index: number;
  readonly firstByte: number;
  readonly lastByte: number;
  readonly sha256: string;
}

/** The chunks of a manifest that are not stored yet, in order. */
export function missingChunks(manifest: Manifest, stored: ReadonlySet<number>): ChunkRange[] {
  return manifest.chunkSha256.flatMap((_, index) => (stored.has(index) ? [] : [chunkRange(manifest, index)]));
}

export function chunkRange(manifest: Manifest, index: number): ChunkRange {
  const sha256 = manifest.chunkSha256[index];
  if (sha256 === undefined) {
    throw new RangeError(`chunk ${index} of ${manifest.chunkSha256.length}`);
  }
  const firstByte = index * manifest.chunkSizeBytes;
  const lastByte = Math.min(firstByte + manifest.chunkSizeBytes, manifest.sizeBytes) - 1;
  return { index, firstByte, lastByte, sha256 };
}

/** Whether a manifest is whole and speaks of this very asset: nothing else is ever downloaded by it. */
export function describes(manifest: Manifest, asset: { sha256: string; sizeBytes: number }): boolean {
  const { sha256, sizeBytes, chunkSizeBytes, chunkSha256 } = manifest;
  return (
    sha256 === asset.sha256 &&
    sizeBytes === asset.sizeBytes &&
    Number.isInteger(chunkSizeBytes) &&
    chunkSizeBytes > 0 &&
    chunkSha256.length === Math.ceil(sizeBytes / chunkSizeBytes) &&
    chunkSha256.every((hash) => /^[0-9a-f]{64}$/.test(hash))
  );
}

export function storedBytes(manifest: Manifest, stored: ReadonlySet<number>): number {
  let bytes = 0;
  for (const index of stored) {
    const { firstByte, lastByte } = chunkRange(manifest, index);
    bytes += lastByte + 1 - firstByte;
  }
  return bytes;
}

/** @param at what the engine does with it: it alone knows whether the network lets it */
export function downloadView(
  download: Download,
  stored: ReadonlySet<number>,
  at: { readonly working: boolean; readonly waiting: boolean },
): DownloadView {
  return {
    lectureId: download.lectureId,
    state: shownState(download, at),
    storedBytes: download.manifest === null ? 0 : storedBytes(download.manifest, stored),
    totalBytes: download.sizeBytes,
    problem: download.problem,
  };
}

function shownState(download: Download, at: { working: boolean; waiting: boolean }): DownloadState {
  if (download.state !== 'wanted') {
    return download.state;
  }
  return at.waiting ? 'waiting' : at.working ? 'downloading' : 'queued';
}
