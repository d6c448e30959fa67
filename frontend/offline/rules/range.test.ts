import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerRange, slicesOf } from './range';

describe('ranges (RFC 9110, 14)', () => {
  it.each([
    [null, 100, { status: 200 }],
    ['bytes=0-1', 100, { status: 206, firstByte: 0, lastByte: 1 }],
    ['bytes=0-', 100, { status: 206, firstByte: 0, lastByte: 99 }],
    ['bytes=99-', 100, { status: 206, firstByte: 99, lastByte: 99 }],
    ['bytes=100-', 100, { status: 416 }],
    ['bytes=100-200', 100, { status: 416 }],
    ['bytes=90-200', 100, { status: 206, firstByte: 90, lastByte: 99 }],
    ['bytes=-1', 100, { status: 206, firstByte: 99, lastByte: 99 }],
    ['bytes=-200', 100, { status: 206, firstByte: 0, lastByte: 99 }],
    ['bytes=-0', 100, { status: 416 }],
    ['bytes=0-0', 0, { status: 416 }],
    ['bytes=5-4', 100, { status: 200 }],
    ['bytes=-', 100, { status: 200 }],
    ['bytes=a-b', 100, { status: 200 }],
    ['bytes=0-1,5-6', 100, { status: 200 }],
    ['items=0-1', 100, { status: 200 }],
    ['BYTES=0-1', 100, { status: 206, firstByte: 0, lastByte: 1 }],
  ])('%s of %i bytes', (header, sizeBytes, answer) => {
    expect(answerRange(header, sizeBytes)).toEqual(answer);
  });

  it('the slices of a range are exactly its bytes, in order, within their chunks', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 64 }), (a, b, chunkSizeBytes) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const bytes = slicesOf(first, last, chunkSizeBytes).flatMap(({ chunk, fromByte, toByte }) => {
          expect(fromByte).toBeLessThan(toByte);
          expect(toByte).toBeLessThanOrEqual(chunkSizeBytes);
          return Array.from({ length: toByte - fromByte }, (_, n) => chunk * chunkSizeBytes + fromByte + n);
        });
        expect(bytes).toEqual(Array.from({ length: last - first + 1 }, (_, n) => first + n));
      }),
    );
  });
});
