import type { DownloadState, DownloadView } from '../../types';

/** The parts of a download, and its view. */

/** What a download is verified against (contract/AudioManifest). */
export interface Manifest {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly chunkSizeBytes: number;
  readonly chunkSha256: readonly string[];
}

/** Identifies one asset's bytes. */
export interface AudioAsset {
  readonly assetId: string;
  readonly url: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

/** What can be verified chunk by chunk. */
export type DescribedAsset<R extends AudioAsset = AudioAsset> = R & { readonly manifest: Manifest };

/** What the listener wants of a lecture's local copy. It always belongs to one asset (R9, C10). */
export interface Download extends AudioAsset {
  readonly lectureId: string;
  readonly queuedAt: number;
  /** Null until it was fetched. */
  readonly manifest: Manifest | null;
  /** A `wanted` download is worked on. The others wait for the listener. */
  readonly state: 'wanted' | 'paused' | 'ready' | 'missing' | 'stopped';
  readonly problem: DownloadView['problem'];
  /**
   * The complete audio asset that this download replaces. It is played until the new one is ready, and kept until
   * nobody plays it any more. Null for every other download.
   */
  readonly replaces?: DescribedAsset | null;
}

/** A lecture's recording as it stands in the catalogue. */
export interface OfferedAsset extends Omit<AudioAsset, 'assetId'> {
  readonly id: string;
  readonly lectureId: string;
}

/** A download as it is when the listener asks for it. */
export function newDownload(asset: OfferedAsset, queuedAt: number): Download {
  const { id: assetId, lectureId, url, sha256, sizeBytes, mediaType } = asset;
  return {
    ...{ lectureId, assetId, url, sha256, sizeBytes, mediaType, queuedAt },
    ...{ manifest: null, state: 'wanted', problem: null, replaces: null },
  };
}

/** The complete audio assets of a lecture on this device, the preferred one first. */
export function playableAssets(download: Download): DescribedAsset[] {
  const { state, manifest, replaces } = download;
  const itself = state === 'ready' && manifest !== null ? [{ ...download, manifest }] : [];
  return replaces ? [...itself, replaces] : itself;
}

/** What remains of a download when it is cancelled: the asset that it was to replace, if any. */
export function cancelled(download: Download): Download | null {
  const { state, replaces = null } = download;
  return state === 'ready' || replaces === null
    ? null
    : { ...download, ...replaces, state: 'ready', problem: null, replaces: null };
}

/**
 * Whether asking for a lecture again means its present audio asset. A half-finished download of another asset is
 * finished first, unless that asset is gone.
 */
export function isSupersededBy(download: Download, asset: OfferedAsset): boolean {
  const { assetId, state, problem } = download;
  return assetId !== asset.id && (state === 'ready' || problem === 'gone' || problem === 'damaged');
}

/** Whether downloading waits until the listener has decided where space comes from. */
export function isFull(downloads: Iterable<Pick<Download, 'problem'>>): boolean {
  return [...downloads].some(({ problem }) => problem === 'no-space');
}

/** The same download, now of another asset. A complete former asset is played until the new one is complete (R9). */
export function replacedBy(download: Download, asset: OfferedAsset): Download {
  const { assetId, url, sha256, sizeBytes, mediaType, manifest } = download;
  const whole =
    download.state === 'ready' && manifest !== null
      ? { assetId, url, sha256, sizeBytes, mediaType, manifest }
      : (download.replaces ?? null);
  return { ...newDownload(asset, download.queuedAt), replaces: whole };
}

export interface ChunkRange {
  readonly index: number;
  readonly firstByte: number;
  readonly lastByte: number;
  readonly sha256: string;
}

/** Every chunk, in order. */
export function allChunks(manifest: Manifest): ChunkRange[] {
  return manifest.chunkSha256.map((_, index) => chunkRange(manifest, index));
}

/** Runs of consecutive chunks, each as long as one request may ask for. */
export function runsOf(chunks: readonly ChunkRange[], mostBytes: number): ChunkRange[][] {
  const runs: ChunkRange[][] = [];
  let runBytes = 0;
  for (const chunk of chunks) {
    const lengthBytes = chunk.lastByte + 1 - chunk.firstByte;
    const run = runs.at(-1);
    if (run?.at(-1)?.lastByte === chunk.firstByte - 1 && runBytes + lengthBytes <= mostBytes) {
      run.push(chunk);
      runBytes += lengthBytes;
    } else {
      runs.push([chunk]);
      runBytes = lengthBytes;
    }
  }
  return runs;
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

/** Whether a manifest is complete and belongs to this asset. Nothing else is ever downloaded by it. */
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

/** @param at what the download engine does with it; only the engine knows whether there is a network */
export function downloadView(
  download: Download,
  storedBytes: number,
  at: { readonly working: boolean; readonly waitsFor: DownloadView['waitsFor'] },
): DownloadView {
  const state = shownState(download, at);
  return {
    lectureId: download.lectureId,
    assetId: download.assetId,
    state,
    waitsFor: state === 'waiting' ? at.waitsFor : null,
    playable: playableAssets(download).length > 0,
    storedBytes,
    totalBytes: download.sizeBytes,
    problem: download.problem,
  };
}

function shownState(
  download: Download,
  at: { readonly working: boolean; readonly waitsFor: DownloadView['waitsFor'] },
): DownloadState {
  if (download.state !== 'wanted') {
    return download.state;
  }
  return at.waitsFor !== null ? 'waiting' : at.working ? 'downloading' : 'queued';
}
