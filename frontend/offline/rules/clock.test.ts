import fc from 'fast-check';
import '../testing/same-histories';
import { describe, expect, it } from 'vitest';
import { isToldByAnchor, issue, NEW_CLOCK, offsetToldBy, receive, type ClockReading } from './clock';

function readingAt(deviceAt: number, anchoredOffsetMs: number | null): ClockReading {
  return { deviceAt, elapsedMs: deviceAt, processId: 'process', anchoredOffsetMs };
}

describe('the clock', () => {
  it('C1: issues strictly increasing stamps for any device time, anchor and received stamps', () => {
    const times = fc.integer({ min: 0, max: 1000 });
    const offsets = fc.option(fc.integer({ min: -1000, max: 1000 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(times, times, offsets)), (all) => {
        let clock = NEW_CLOCK;
        let previous = 0;
        for (const [deviceAt, received, offsetMs] of all) {
          clock = receive(clock, received);
          const issued = issue(clock, readingAt(deviceAt, offsetMs));
          expect(issued.occurredAt).toBeGreaterThan(Math.max(previous, received));
          previous = issued.occurredAt;
          clock = issued.clock;
        }
      }),
    );
  });

  it('C11: is anchored to the middle of a short round trip', () => {
    const offsetMs = offsetToldBy(1_000, 1_100, 61_050);
    expect(offsetMs).toBe(60_000);
    expect(issue(NEW_CLOCK, readingAt(2_000, offsetMs)).occurredAt).toBe(62_000);
  });

  it.each([
    ['too long', 1_000, 3_001],
    ['backwards', 1_000, 999],
  ])('C11: is not anchored by a round trip that is %s', (_, sentAt, answeredAt) => {
    expect(offsetToldBy(sentAt, answeredAt, 99_999)).toBeNull();
  });

  it('R8: issues final stamps while it is anchored, unless an earlier stamp pushed them far ahead', () => {
    const first = issue(NEW_CLOCK, readingAt(10_000, 500));
    expect(isToldByAnchor(first.occurredAt, first.origin)).toBe(true);
    const second = issue(first.clock, readingAt(10_000, 500));
    expect(isToldByAnchor(second.occurredAt, second.origin)).toBe(true);
    const ahead = { ...NEW_CLOCK, drawnAt: 900_000, hasProvisional: false };
    const pushed = issue(ahead, readingAt(10_000, 500));
    expect(isToldByAnchor(pushed.occurredAt, pushed.origin)).toBe(false);
    expect(pushed.clock.hasProvisional).toBe(true);
  });
});
