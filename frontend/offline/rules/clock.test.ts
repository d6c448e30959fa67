import fc from 'fast-check';
import '../testing/same-histories';
import { describe, expect, it } from 'vitest';
import {
  anchor,
  correctedTimes,
  issue,
  isWronglyIssued,
  latestCorrectedAt,
  NEW_CLOCK,
  rewind,
  send,
  receive,
  type ClockState,
  type Stamped,
} from './clock';
import { compareStamps } from './intent';

function right(clock: ClockState) {
  return { clock, isTrusted: true };
}

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
          clock = receive(clock, received);
          const issued = issue(clock, deviceTime);
          expect(issued.occurredAt).toBeGreaterThan(Math.max(previous, received));
          previous = issued.occurredAt;
          clock = issued.clock;
        }
      }),
    );
  });

  it('C11: a short round trip anchors to its middle', () => {
    const clock = anchor(NEW_CLOCK, { sentAt: 1_000, answeredAt: 1_100, serverTime: 61_050 });
    expect(clock.offsetMs).toBe(60_000);
    expect(issue(clock, 2_000).occurredAt).toBe(62_000);
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
          const corrected = [...correctedTimes(stamps, right({ ...NEW_CLOCK, offsetMs }), 60_000)];
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
    // The clock was set back by an hour after a stamp had been issued, so the next one only followed that.
    const hour = 3_600_000;
    const first = issue(NEW_CLOCK, 10 * hour);
    const second = issue(first.clock, 9 * hour + 60_000);
    expect(second.occurredAt).toBe(10 * hour + 1);
    const set = { ...second.clock, offsetMs: hour };
    const issued = { occurredAt: second.occurredAt, intentId: 'b', ...second.origin };
    expect(isWronglyIssued(issued, set)).toBe(true);
    expect(correctedTimes([issued], right(set), 11 * hour).get(issued)).toBe(10 * hour + 60_000);
  });

  it('R8, C1: a corrected stamp still follows what had been received, and what this device had sent before', () => {
    const received = issue(receive(NEW_CLOCK, 9_000), 1_000);
    const issued = { occurredAt: received.occurredAt, intentId: 'a', ...received.origin };
    expect(correctedTimes([issued], right({ ...NEW_CLOCK, offsetMs: -500 }), 60_000).get(issued)).toBe(9_001);
    // Sent by a fast clock, and taken; what is done next must not become earlier than it.
    const sent = issue(NEW_CLOCK, 200_000);
    const next = issue(send(sent.clock, sent.occurredAt), 210_000);
    const unsent = { occurredAt: next.occurredAt, intentId: 'b', ...next.origin };
    const set = { ...next.clock, offsetMs: -180_000 };
    expect(correctedTimes([unsent], right(set), latestCorrectedAt(set, 40_000, 1)).get(unsent)).toBe(200_001);
  });

  it('R8: a stamp that only follows stamps from the future is wrong too, however right its own clock', () => {
    const ahead = issue(NEW_CLOCK, 900_000).clock;
    const next = issue(ahead, 10_000);
    const issued = { occurredAt: next.occurredAt, intentId: 'a', ...next.origin };
    expect(isWronglyIssued(issued, NEW_CLOCK)).toBe(true);
    const burst = issue({ ...NEW_CLOCK, drawnAt: 10_400 }, 10_000);
    expect(isWronglyIssued({ occurredAt: burst.occurredAt, intentId: 'a', ...burst.origin }, NEW_CLOCK)).toBe(
      false,
    );
  });

  it('R8: a clock that was far ahead is freed of its own stamps', () => {
    const ahead = issue(NEW_CLOCK, 900_000).clock;
    expect(issue(rewind(ahead, 1_000), 500).occurredAt).toBe(1_001);
  });

  describe('R8: where the clock was set between two stamps, neither is told by the other', () => {
    const HOUR = 3_600_000;
    /** Issued one after another, each at a true time by a device's clock that is ahead by so much. */
    const issuedAt = (...all: ReadonlyArray<readonly [trueAt: number, aheadMs: number]>) => {
      let clock = NEW_CLOCK;
      return all.map(([trueAt, aheadMs], index) => {
        const issued = issue(clock, trueAt + aheadMs);
        ({ clock } = issued);
        return { occurredAt: issued.occurredAt, intentId: `id-${index}`, ...issued.origin };
      });
    };
    const correctedTo = (
      stamps: readonly Stamped[],
      aheadMs: number,
      now: number,
      clock: ClockState = NEW_CLOCK,
    ) => [...correctedTimes(stamps, right({ ...clock, offsetMs: -aheadMs }), now).values()];

    it('set back after a stamp that was right: the later one is not pulled along into the future', () => {
      const stamps = issuedAt([100 * HOUR, 0], [101 * HOUR, -55 * HOUR]);
      expect(correctedTo(stamps, -55 * HOUR, 110 * HOUR)).toEqual([100 * HOUR, 101 * HOUR]);
    });

    it('set right after a stamp from the future: the earlier one is not after the later', () => {
      const stamps = issuedAt([100 * HOUR, 10 * HOUR], [101 * HOUR, 0]);
      expect(correctedTo(stamps, 0, 200 * HOUR)).toEqual([101 * HOUR, 101 * HOUR + 1]);
    });

    it('in 1970 for want of power: what came before keeps its time, and what came then follows', () => {
      const received = receive(NEW_CLOCK, 90 * HOUR);
      const before = issue(received, 100 * HOUR);
      const after = issue(before.clock, 1);
      const stamps = [before, after].map(({ occurredAt, origin }, index) => ({
        ...{ occurredAt, intentId: `id-${index}` },
        ...origin,
      }));
      expect(correctedTo(stamps, 0, 110 * HOUR, received)).toEqual([100 * HOUR, 100 * HOUR + 1]);
    });

    it('a stamp that was issued while the time was asked for says nothing of those before it', () => {
      // The answer's time was read before the last one was issued.
      const stamps = issuedAt([100 * HOUR, -55 * HOUR], [101 * HOUR, -55 * HOUR], [110 * HOUR, -55 * HOUR]);
      const corrected = correctedTo(stamps, -55 * HOUR, 110 * HOUR - 300);
      expect(corrected).toEqual([100 * HOUR, 101 * HOUR, 110 * HOUR - 300]);
    });

    it('by a clock that may be wrong nothing is bounded: what was stamped by a right one keeps its time', () => {
      const stamps = issuedAt([100 * HOUR, 0], [101 * HOUR, -55 * HOUR]);
      const unsure = { clock: NEW_CLOCK, isTrusted: false };
      expect([...correctedTimes(stamps, unsure, 110 * HOUR).values()]).toEqual([100 * HOUR, 100 * HOUR + 1]);
    });

    it('whatever was issued by the clock as it is set now is told exactly', () => {
      const minutes = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(minutes, minutes, fc.integer(), fc.integer(), (before, after, wrong, now) => {
          let trueAt = 1_000 * HOUR;
          const pass = (aheadMs: number) => (byMinutes: number) => {
            trueAt += byMinutes * 60_000;
            return [trueAt, aheadMs] as const;
          };
          const ahead = [wrong, now].map((any) => any % (200 * HOUR));
          const stamps = issuedAt(...before.map(pass(ahead[0] ?? 0)), ...after.map(pass(ahead[1] ?? 0)));
          const by = after.map((_, index) => trueAt - sum(after.slice(index + 1)) * 60_000);
          const corrected = correctedTo(stamps, ahead[1] ?? 0, trueAt + 1);
          corrected.slice(-after.length).forEach((at, index) => {
            // A burst may run ahead of its time by a millisecond each.
            expect(at - (by[index] ?? 0)).toBeGreaterThanOrEqual(0);
            expect(at - (by[index] ?? 0)).toBeLessThanOrEqual(stamps.length);
          });
        }),
      );
    });
  });
});

const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
