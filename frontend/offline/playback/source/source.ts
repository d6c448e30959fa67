import type { AssetRow } from '../../rules/catalogue';
import type { Download } from '../../rules/downloads/download';
import type { ChunkStore } from '../../storage/chunk-store';

/**
 * Chooses the source of a lecture's bytes. No other code chooses: downloads come first, without asking the
 * listener.
 */
export interface Source {
  readonly from: 'device' | 'network';
  readonly assetId: string;
  readonly url: string;
}

export type Choice =
  | { readonly kind: 'source'; readonly source: Source }
  /** A download, but no worker controls the page, so the chunks have to be assembled into one file first. */
  | { readonly kind: 'assemble'; readonly download: Download }
  /** There is neither a download nor a network. */
  | { readonly kind: 'none' }
  /** The browser has no decoder for it. */
  | { readonly kind: 'unsupported' };

export function chooseSource(
  download: Download | null,
  asset: AssetRow | null,
  at: {
    readonly workerAnswers: boolean;
    readonly networkMayBeThere: boolean;
    readonly canPlay: (mediaType: string) => boolean;
  },
): Choice {
  const mediaType = download?.state === 'ready' ? download.mediaType : asset?.mediaType;
  if (mediaType !== undefined && !at.canPlay(mediaType)) {
    return { kind: 'unsupported' };
  }
  if (download?.state === 'ready') {
    return at.workerAnswers
      ? { kind: 'source', source: { from: 'device', assetId: download.assetId, url: download.url } }
      : { kind: 'assemble', download };
  }
  return asset !== null && at.networkMayBeThere
    ? { kind: 'source', source: { from: 'network', assetId: asset.id, url: asset.url } }
    : { kind: 'none' };
}

/** Creates and releases URLs of bytes in memory. */
export interface ObjectUrls {
  readonly make: (parts: readonly ArrayBuffer[], mediaType: string) => string;
  readonly release: (url: string) => void;
}

/** The download as one URL; null when a chunk is missing. */
export async function assemble(
  store: ChunkStore,
  download: Download,
  urls: ObjectUrls,
): Promise<Source | null> {
  const parts: ArrayBuffer[] = [];
  for (let index = 0; index < (download.manifest?.chunkSha256.length ?? 0); index++) {
    const chunk = await store.chunk(download.sha256, index);
    if (chunk === undefined) {
      return null;
    }
    parts.push(chunk);
  }
  return { from: 'device', assetId: download.assetId, url: urls.make(parts, download.mediaType) };
}
