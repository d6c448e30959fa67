import fc from 'fast-check';
import '../testing/same-histories';
import { describe, expect, it } from 'vitest';
import {
  anchor,
  correctedTimes,
  draw,
  isWronglyDrawn,
  latestCorrectedAt,
  NEW_CLOCK,
  rewind,
  send,
  witness,
  type Stamped,
} from './clock';
import { compareStamps } from './intent';

function stamp(occurredAt: number, intentId: string): Stamped {
  return { occurredAt, intentId, offsetMs: 0 };
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

  it('R8: corrected stamps keep their order and are not from the future', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -50_000, max: 50_000 }),
        (times, offsetMs) => {
          const stamps = times.map((at, index) => stamp(at, `id-${index}`));
          const corrected = [...correctedTimes(stamps, { ...NEW_CLOCK, offsetMs }, 60_000)];
          expect(corrected.map(([from]) => from)).toEqual([...stamps].sort(compareStamps));
          const after = corrected.map(([, occurredAt]) => occurredAt);
          expect([...after].sort((a, b) => a - b)).toEqual(after);
          expect(new Set(after).size).toBe(times.length);
          expect(Math.max(...after)).toBeLessThanOrEqual(60_000);
        },
      ),
    );
  });

  it('R8: a stamp is corrected to what a right clock would have told, not to the moment of the correction', () => {
    // The clock was set back by an hour after a stamp had been drawn, so the next one only followed that.
    const hour = 3_600_000;
    const first = draw(NEW_CLOCK, 10 * hour);
    const second = draw(first.clock, 9 * hour + 60_000);
    expect(second.occurredAt).toBe(10 * hour + 1);
    const right = { ...second.clock, offsetMs: hour };
    const drawn = { occurredAt: second.occurredAt, intentId: 'b', ...second.drawing };
    expect(isWronglyDrawn(drawn, right)).toBe(true);
    expect(correctedTimes([drawn], right, 11 * hour).get(drawn)).toBe(10 * hour + 60_000);
  });

  it('R8, C1: a corrected stamp still follows what had been received, and what this device had sent before', () => {
    const received = draw(witness(NEW_CLOCK, 9_000), 1_000);
    const drawn = { occurredAt: received.occurredAt, intentId: 'a', ...received.drawing };
    expect(correctedTimes([drawn], { ...NEW_CLOCK, offsetMs: -500 }, 60_000).get(drawn)).toBe(9_001);
    // Sent by a fast clock, and taken; what is done next must not become earlier than it.
    const sent = draw(NEW_CLOCK, 200_000);
    const next = draw(send(sent.clock, sent.occurredAt), 210_000);
    const unsent = { occurredAt: next.occurredAt, intentId: 'b', ...next.drawing };
    const right = { ...next.clock, offsetMs: -180_000 };
    expect(correctedTimes([unsent], right, latestCorrectedAt(right, 40_000, 1)).get(unsent)).toBe(200_001);
  });

  it('R8: a stamp that only follows stamps from the future is wrong too, however right its own clock', () => {
    const ahead = draw(NEW_CLOCK, 900_000).clock;
    const next = draw(ahead, 10_000);
    const drawn = { occurredAt: next.occurredAt, intentId: 'a', ...next.drawing };
    expect(isWronglyDrawn(drawn, NEW_CLOCK)).toBe(true);
    const burst = draw({ ...NEW_CLOCK, drawnAt: 10_400 }, 10_000);
    expect(isWronglyDrawn({ occurredAt: burst.occurredAt, intentId: 'a', ...burst.drawing }, NEW_CLOCK)).toBe(
      false,
    );
  });

  it('R8: a clock that was far ahead is freed of its own stamps', () => {
    const ahead = draw(NEW_CLOCK, 900_000).clock;
    expect(draw(rewind(ahead, 1_000), 500).occurredAt).toBe(1_001);
  });
});
