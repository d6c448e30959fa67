import type { Recording } from '../rules/download';
import { UNAVAILABLE } from './attempt';

/** What an answer to a request for audio is, by its head alone. */

/** A 200 is as good only where the stretch is the whole; else it would be the whole for every stretch. */
export function isStretch(
  response: Response,
  firstByte: number,
  lastByte: number,
  sizeBytes: number,
): boolean {
  if (response.status === 206) {
    return response.headers.get('Content-Range') === `bytes ${firstByte}-${lastByte}/${sizeBytes}`;
  }
  return response.status === 200 && firstByte === 0 && lastByte === sizeBytes - 1;
}

/** Whether this looks like the recording itself, and not like a page that something in between answers with. */
export function isTheWhole(response: Response, recording: Recording): boolean {
  const lengthBytes = lengthOf(response);
  return isItsKind(response, recording) && (lengthBytes === null || lengthBytes === recording.sizeBytes);
}

/** Audio of the same kind and another length: the address no longer gives what the manifest describes. */
export function isOtherAudio(response: Response, recording: Recording): boolean {
  const lengthBytes = lengthOf(response);
  return isItsKind(response, recording) && lengthBytes !== null && lengthBytes !== recording.sizeBytes;
}

export function failureOf(response: Response): { readonly kind: 'unavailable' } | { readonly kind: 'gone' } {
  return response.status === 404 || response.status === 410 ? { kind: 'gone' } : UNAVAILABLE;
}

function isItsKind({ status, headers }: Response, { mediaType }: Recording): boolean {
  return status === 200 && headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase() === mediaType;
}

/** Null when it is not told, or told of an encoding. */
function lengthOf({ headers }: Response): number | null {
  const lengthBytes = headers.has('Content-Encoding') ? null : headers.get('Content-Length');
  return lengthBytes === null ? null : Number(lengthBytes);
}
