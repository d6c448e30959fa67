import type { AudioAsset } from '../rules/downloads/download';
import { UNAVAILABLE } from './attempt';

/** Classifies a response to a request for audio by its status and headers. */

/** A 200 is accepted only where the range is the whole file; else every range would get the whole file. */
export function isRange(response: Response, firstByte: number, lastByte: number, sizeBytes: number): boolean {
  if (response.status === 206) {
    return response.headers.get('Content-Range') === `bytes ${firstByte}-${lastByte}/${sizeBytes}`;
  }
  return response.status === 200 && firstByte === 0 && lastByte === sizeBytes - 1;
}

/** Whether this looks like the recording itself, and not like a page that something in between answers with. */
export function isWholeFile(response: Response, asset: AudioAsset): boolean {
  const lengthBytes = lengthOf(response);
  return isItsKind(response, asset) && (lengthBytes === null || lengthBytes === asset.sizeBytes);
}

/** Audio of the same kind and another length: the address no longer gives what the manifest describes. */
export function isOtherAudio(response: Response, asset: AudioAsset): boolean {
  const lengthBytes = lengthOf(response);
  return isItsKind(response, asset) && lengthBytes !== null && lengthBytes !== asset.sizeBytes;
}

export function failureOf(response: Response): { readonly kind: 'unavailable' } | { readonly kind: 'gone' } {
  return response.status === 404 || response.status === 410 ? { kind: 'gone' } : UNAVAILABLE;
}

function isItsKind({ status, headers }: Response, { mediaType }: AudioAsset): boolean {
  const type = headers.get('Content-Type');
  return status === 200 && type !== null && withoutParameters(type) === withoutParameters(mediaType);
}

/** A media type without its parameters: an asset's may name its codec, and what is in between may leave that out. */
function withoutParameters(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

/** Null when it is not told, or told of an encoding. */
function lengthOf({ headers }: Response): number | null {
  const lengthBytes = headers.has('Content-Encoding') ? null : headers.get('Content-Length');
  return lengthBytes === null ? null : Number(lengthBytes);
}
