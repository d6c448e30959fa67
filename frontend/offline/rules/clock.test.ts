import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchor, correctStamps, draw, NEW_CLOCK, rewind, witness } from './clock';
import { compareIntents, type OutboxEntry } from './intent';

function entry(occurredAt: number, offsetMs: number, id: string): OutboxEntry {
  return {
    ...{ id, type: 'FAVORITED', lectureId: 'l', occurredAt, positionMs: null, audioAssetId: null },
    ...{ account: 'x', sent: false, offsetMs, parked: null },
  };
}

describe('clock', () => {
  it('C1: stamps rise strictly, whatever the device time and the received stamps do', () => {
    const happenings = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 })),
    );
    fc.assert(
      fc.property(happenings, (all) => {
        let clock = NEW_CLOCK;
        let previous = 0;
        for (const [deviceTime, received] of all) {
          clock = witness(clock, received);
          const drawn = draw(clock, deviceTime);
          expect(drawn.occurredAt).toBeGreaterThan(Math.max(previous, received));
          previous = drawn.occurredAt;
          clock = drawn.clock;
        }
      }),
    );
  });

  it('C11: a short round trip anchors to its middle', () => {
    const clock = anchor(NEW_CLOCK, { sentAt: 1_000, answeredAt: 1_100, serverTime: 61_050 });
    expect(clock.offsetMs).toBe(60_000);
    expect(draw(clock, 2_000).occurredAt).toBe(62_000);
  });

  it.each([
    ['too long', 1_000, 3_001],
    ['backwards', 1_000, 999],
  ])('C11: a round trip that is %s anchors nothing', (_, sentAt, answeredAt) => {
    expect(anchor(NEW_CLOCK, { sentAt, answeredAt, serverTime: 99_999 })).toBe(NEW_CLOCK);
  });

  it('R8: corrected entries keep their order, get new ids and are not from the future', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -50_000, max: 50_000 }),
        (times, offsetMs) => {
          const entries = times.map((at, index) => entry(at, 0, `old-${index}`));
          const ids = entries.map((_, index) => `new-${index}`);
          const corrections = correctStamps(entries, offsetMs, 60_000, ids);
          const corrected = corrections.map(({ to }) => to);
          expect(corrections.map(({ from }) => from)).toEqual([...entries].sort(compareIntents));
          expect([...corrected].sort((a, b) => a.occurredAt - b.occurredAt)).toEqual(corrected);
          expect(new Set(corrected.map(({ occurredAt }) => occurredAt)).size).toBe(times.length);
          expect(Math.max(...corrected.map(({ occurredAt }) => occurredAt))).toBeLessThanOrEqual(60_000);
          expect(corrected.every(({ id, sent }) => id.startsWith('new-') && !sent)).toBe(true);
        },
      ),
    );
  });

  it('R8: a clock that was far ahead is freed of its own stamps', () => {
    const ahead = draw(NEW_CLOCK, 900_000).clock;
    expect(draw(rewind(ahead, 1_000), 500).occurredAt).toBe(1_001);
  });
});
