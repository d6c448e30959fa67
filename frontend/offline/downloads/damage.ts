import { chunkRange, type DescribedAsset } from '../rules/downloads/download';
import type { ChunkStore } from '../storage/chunk-store';
import { sha256Of } from './transfer/fetch-chunk';

/** Whether these are the bytes that the manifest describes. */
export async function isIntact(
  { manifest }: DescribedAsset,
  index: number,
  bytes: ArrayBuffer,
): Promise<boolean> {
  const { firstByte, lastByte, sha256 } = chunkRange(manifest, index);
  return bytes.byteLength === lastByte + 1 - firstByte && (await sha256Of(bytes)) === sha256;
}

/** Removes the stored chunks of a recording whose bytes are wrong, so that a download fetches them again. */
export async function removeDamagedChunks(store: ChunkStore, asset: DescribedAsset): Promise<void> {
  for (const index of await store.storedChunks(asset.sha256)) {
    const bytes = await store.chunk(asset.sha256, index);
    if (bytes !== undefined && !(await isIntact(asset, index, bytes))) {
      await store.removeChunk(asset.sha256, index);
    }
  }
}
