import { sha256Of } from '../../downloads/transfer/fetch-chunk';
import type { AssetRow } from '../../rules/catalogue';
import type { Manifest } from '../../rules/downloads/download';

export const CHUNK_BYTES = 64;

/** A recording, its manifest, and a server for it. */
export interface RecordedAudio {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly asset: AssetRow;
  readonly manifest: Manifest;
  /** An honest answer to a request for the audio or its manifest. */
  readonly answer: (url: string, init: RequestInit) => Response;
}

/** @param lectureId different ones have different bytes */
export async function recordedAudio(lectureId: string, sizeBytes: number): Promise<RecordedAudio> {
  const bytes = Uint8Array.from({ length: sizeBytes }, (_, n) => (n * 7 + lectureId.charCodeAt(0)) % 251);
  const sha256 = await sha256Of(bytes.buffer);
  const chunks = Array.from({ length: Math.ceil(sizeBytes / CHUNK_BYTES) }, (_, n) =>
    bytes.slice(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES),
  );
  const chunkSha256 = await Promise.all(chunks.map((chunk) => sha256Of(chunk.buffer)));
  const shared = { sha256, sizeBytes, mediaType: 'audio/mpeg' };
  const manifest = { ...shared, chunkSizeBytes: CHUNK_BYTES, chunkSha256 };
  return {
    bytes,
    manifest,
    asset: { ...shared, id: `asset-${lectureId}`, lectureId, url: `audio/${sha256}.mp3`, durationMs: 1000 },
    answer: (url, init) => {
      if (url.endsWith('.json')) {
        return Response.json(manifest);
      }
      const range = /bytes=(\d+)-(\d+)/.exec(new Headers(init.headers).get('Range') ?? '');
      if (range === null) {
        return new Response(bytes, { headers: { 'Content-Type': 'audio/mpeg' } });
      }
      const [first, last] = [Number(range[1]), Number(range[2])];
      const headers = { 'Content-Range': `bytes ${first}-${last}/${sizeBytes}` };
      return new Response(bytes.slice(first, last + 1), { status: 206, headers });
    },
  };
}
