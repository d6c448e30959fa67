/** Byte ranges (RFC 9110, 14.1.2), exact to the byte: players probe with `bytes=0-1` and check the count. */

export type RangeAnswer =
  /** 200: no range was requested, or one that may be ignored (another unit, several ranges, malformed). */
  | { readonly status: 200 }
  /** 206; both ends are inclusive. */
  | { readonly status: 206; readonly firstByte: number; readonly lastByte: number }
  /** 416: no part of the range lies within the bytes. */
  | { readonly status: 416 };

const WHOLE: RangeAnswer = { status: 200 };

/** A number with more digits lies beyond every audio file. */
const MOST_DIGITS = 15;

/** @param header the request's `Range`, null when it has none */
export function answerRange(header: string | null, sizeBytes: number): RangeAnswer {
  const list = /^bytes=(.*)$/i.exec(header?.trim() ?? '')?.[1];
  // Empty list elements are to be ignored (5.6.1.2).
  const elements = (list ?? '').split(',').flatMap((element) => element.trim() || []);
  const [element] = elements;
  const match = elements.length === 1 ? /^([0-9]*)-([0-9]*)$/.exec(element ?? '') : null;
  if (match === null) {
    return WHOLE;
  }
  const [, first = '', last = ''] = match;
  if (first === '') {
    return last === '' ? WHOLE : suffix(numberOf(last), sizeBytes);
  }
  const firstByte = numberOf(first);
  const lastByte = last === '' ? Infinity : numberOf(last);
  if (lastByte < firstByte) {
    return WHOLE; // Not a valid range: to be ignored.
  }
  if (firstByte >= sizeBytes) {
    return { status: 416 };
  }
  return { status: 206, firstByte, lastByte: Math.min(lastByte, sizeBytes - 1) };
}

/**
 * Whether an `If-Range` lets the range through (13.1.5), which it does only for the same bytes. A weak tag or a date
 * never matches, because the server gives out neither.
 *
 * @param header null when the request has none; then the range is let through
 */
export function ifRangeHolds(header: string | null, strongTag: string): boolean {
  return header === null || header.trim() === strongTag;
}

function numberOf(digits: string): number {
  const significant = digits.replace(/^0+(?=[0-9])/, '');
  return significant.length > MOST_DIGITS ? Infinity : Number(significant);
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
