import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import '../../testing/same-histories';
import { describe, expect, it } from 'vitest';
import { answerRange, ifRangeHolds, slicesOf, type RangeAnswer } from './range';

/** The server is held to the same table. */
const TABLE = readFileSync(
  new URL('../../../../src/test/resources/app/durus/byte-ranges.tsv', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line): [string, number, string] => {
    const [header = '', sizeBytes = '', answer = ''] = line.split('\t');
    return [header, Number(sizeBytes), answer];
  });

function shown(answer: RangeAnswer): string {
  switch (answer.status) {
    case 200:
      return 'whole';
    case 206:
      return `${answer.firstByte}-${answer.lastByte}`;
    case 416:
      return 'none';
  }
}

describe('ranges (RFC 9110, 14)', () => {
  it.each(TABLE)('%s of %i bytes is %s', (header, sizeBytes, answer) => {
    expect(shown(answerRange(header, sizeBytes))).toBe(answer);
  });

  it('a request without a range header asks for the whole file', () => {
    expect(answerRange(null, 100)).toEqual({ status: 200 });
  });

  it.each([
    [null, true],
    ['"abc"', true],
    [' "abc" ', true],
    ['W/"abc"', false],
    ['"abd"', false],
    ['abc', false],
    ['"abc", "abd"', false],
    ['Sun, 22 Nov 2026 00:00:00 GMT', false],
  ])('If-Range: %s lets the range through: %s (13.1.5)', (header, holds) => {
    expect(ifRangeHolds(header, '"abc"')).toBe(holds);
  });

  it('the slices of a range contain exactly its bytes, in order, within their chunks', () => {
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
