import fc from 'fast-check';
import '../testing/same-histories';
import { describe, expect, it } from 'vitest';
import { isToldByAnchor, issue, NEW_CLOCK, receive, type ClockReading } from './clock';

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

  it('R8: issues final stamps while it is anchored, unless an earlier stamp pushed them far ahead', () => {
    const first = issue(NEW_CLOCK, readingAt(10_000, 500));
    expect(isToldByAnchor(first.occurredAt, first.origin)).toBe(true);
    const second = issue(first.clock, readingAt(10_000, 500));
    expect(isToldByAnchor(second.occurredAt, second.origin)).toBe(true);
    expect(second.clock.sentAt).toBe(second.occurredAt);
    const ahead = { ...NEW_CLOCK, drawnAt: 900_000, sentAt: 900_000 };
    const pushed = issue(ahead, readingAt(10_000, 500));
    expect(isToldByAnchor(pushed.occurredAt, pushed.origin)).toBe(false);
    expect(pushed.clock.sentAt).toBe(900_000);
  });
});
