/** Byte ranges (RFC 9110, 14.1.2), exact to the byte: players probe with `bytes=0-1` and check the count. */

export type RangeAnswer =
  /** 200: no range was asked for, or one that may be ignored (another unit, several ranges, nonsense). */
  | { readonly status: 200 }
  /** 206; both ends belong to it. */
  | { readonly status: 206; readonly firstByte: number; readonly lastByte: number }
  /** 416: nothing of it lies within the bytes. */
  | { readonly status: 416 };

const WHOLE: RangeAnswer = { status: 200 };

/** @param header the request's `Range`, null when it has none */
export function answerRange(header: string | null, sizeBytes: number): RangeAnswer {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (match === null) {
    return WHOLE;
  }
  const [, first = '', last = ''] = match;
  if (first === '') {
    return last === '' ? WHOLE : suffix(Number(last), sizeBytes);
  }
  const firstByte = Number(first);
  if (last !== '' && Number(last) < firstByte) {
    return WHOLE; // Not a valid range: to be ignored.
  }
  if (firstByte >= sizeBytes) {
    return { status: 416 };
  }
  return {
    status: 206,
    firstByte,
    lastByte: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1),
  };
}

function suffix(lengthBytes: number, sizeBytes: number): RangeAnswer {
  if (lengthBytes === 0 || sizeBytes === 0) {
    return { status: 416 };
  }
  return { status: 206, firstByte: Math.max(0, sizeBytes - lengthBytes), lastByte: sizeBytes - 1 };
}

/** The part of one chunk that a range takes: from `fromByte` up to and without `toByte` of the chunk. */
export interface Slice {
  readonly chunk: number;
  readonly fromByte: number;
  readonly toByte: number;
}

/** The chunks that overlap a range, in order, with the part of each. */
export function slicesOf(firstByte: number, lastByte: number, chunkSizeBytes: number): Slice[] {
  const slices: Slice[] = [];
  const lastChunk = Math.floor(lastByte / chunkSizeBytes);
  for (let chunk = Math.floor(firstByte / chunkSizeBytes); chunk <= lastChunk; chunk++) {
    const chunkStart = chunk * chunkSizeBytes;
    slices.push({
      chunk,
      fromByte: Math.max(firstByte - chunkStart, 0),
      toByte: Math.min(lastByte + 1 - chunkStart, chunkSizeBytes),
    });
  }
  return slices;
}
