import type { AudioAsset } from '../../rules/downloads/download';
import { UNAVAILABLE } from './attempt';

/** Classifies a response to a request for audio by its status and headers. */

/** A 200 is accepted only when the range is the whole file. Otherwise every range would receive the whole file. */
export function isRange(response: Response, firstByte: number, lastByte: number, sizeBytes: number): boolean {
  if (response.status === 206) {
    return response.headers.get('Content-Range') === `bytes ${firstByte}-${lastByte}/${sizeBytes}`;
  }
  return response.status === 200 && firstByte === 0 && lastByte === sizeBytes - 1;
}

/** Whether this looks like the recording and not like a page of a proxy. */
export function isWholeFile(response: Response, asset: AudioAsset): boolean {
  const lengthBytes = lengthOf(response);
  return isItsKind(response, asset) && (lengthBytes === null || lengthBytes === asset.sizeBytes);
}

/** Audio of the same type and another length: the address has another recording than the manifest describes. */
export function isOtherAudio(response: Response, asset: AudioAsset): boolean {
  const lengthBytes = lengthOf(response);
  return isItsKind(response, asset) && lengthBytes !== null && lengthBytes !== asset.sizeBytes;
}

/** Statuses by which a server says that it has no such recording, or not for this listener. A proxy may say so, too. */
const GONE: readonly number[] = [403, 404, 410];

/** Why a response brings nothing. Anything but a refusal, such as a sign-in page, is something in between that answers. */
export function failureOf({
  status,
}: Pick<Response, 'status'>): { readonly kind: 'refused' | 'gone' } | typeof UNAVAILABLE {
  if (GONE.includes(status)) {
    return { kind: 'gone' };
  }
  return status >= 400 ? { kind: 'refused' } : UNAVAILABLE;
}

function isItsKind({ status, headers }: Response, { mediaType }: AudioAsset): boolean {
  const type = headers.get('Content-Type');
  return status === 200 && type !== null && withoutParameters(type) === withoutParameters(mediaType);
}

/** A media type without its parameters. An asset's may name its codec, and a proxy may leave that out. */
function withoutParameters(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

/** Null when the header is missing, or when it describes an encoding. */
function lengthOf({ headers }: Response): number | null {
  const lengthBytes = headers.has('Content-Encoding') ? null : headers.get('Content-Length');
  return lengthBytes === null ? null : Number(lengthBytes);
}
