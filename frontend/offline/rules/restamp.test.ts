import fc from 'fast-check';
import '../testing/same-histories';
import { describe, expect, it } from 'vitest';
import { issue, NEW_CLOCK, receive, send, type ClockState } from './clock';
import { compareStamps } from './intent';
import { restamp, type DeviceStamp, type Knowledge } from './restamp';

const HOUR = 3_600_000;

interface Situation {
  readonly aheadMs?: number;
  readonly processId?: string;
  /** Whether an answer told this process the time before. */
  readonly anchored?: boolean;
}

/** The clocks of a device that is ahead of true time by this much. Its steady clock never stops. */
function readingAt(trueAt: number, { aheadMs = 0, processId = 'a', anchored = false }: Situation = {}) {
  const anchoredOffsetMs = anchored ? -aheadMs : null;
  return { deviceAt: trueAt + aheadMs, elapsedMs: trueAt - 100_000, processId, anchoredOffsetMs };
}

/** Issues stamps one after another, each at a true time. */
class StampedDevice {
  readonly stamps: DeviceStamp[] = [];
  clock: ClockState = NEW_CLOCK;

  does(trueAt: number, situation: Situation = {}, sent = false): this {
    const { occurredAt, origin, clock } = issue(this.clock, readingAt(trueAt, situation));
    this.stamps.push({ occurredAt, intentId: `id-${this.stamps.length}`, ...origin, sent });
    this.clock = sent ? send(clock, occurredAt) : clock;
    return this;
  }

  /** The new times of all stamps after an anchor of this process. */
  told(trueAt: number, situation: Situation = {}): number[] {
    return this.after({ reading: readingAt(trueAt, { ...situation, anchored: true }), serverTime: trueAt });
  }

  after(known: Knowledge): number[] {
    const { moved } = restamp(this.stamps, this.clock, known);
    return this.stamps.map((stamp) => moved.get(stamp) ?? stamp.occurredAt);
  }
}

const device = () => new StampedDevice();

describe('R8: a stamp of an anchored clock', () => {
  it('never moves, whatever the next anchor says', () => {
    const one = device().does(10 * HOUR, { anchored: true });
    expect(one.told(12 * HOUR, { aheadMs: HOUR })).toEqual([10 * HOUR]);
    expect(one.told(12 * HOUR, { aheadMs: -HOUR, processId: 'b' })).toEqual([10 * HOUR]);
  });

  it('limits the stamps before and after it that a wrong clock issued', () => {
    const one = device()
      .does(10 * HOUR, { aheadMs: 5 * HOUR, processId: 'a' })
      .does(10 * HOUR + 1, { anchored: true, processId: 'b' });
    // The second stamp was pushed behind the first, and is still final.
    expect(one.told(11 * HOUR, { aheadMs: -HOUR, processId: 'c' })).toEqual([10 * HOUR, 10 * HOUR + 1]);
  });
});

describe('R8: a stamp of a clock without an anchor', () => {
  it('moves to its true time at an anchor of its own process, however the clock was set in between', () => {
    const one = device()
      .does(9 * HOUR, { anchored: true, processId: 'b' })
      .does(10 * HOUR, { aheadMs: 3 * HOUR })
      .does(11 * HOUR, { aheadMs: -55 * HOUR })
      .does(12 * HOUR, { aheadMs: -HOUR });
    expect(one.told(13 * HOUR, { aheadMs: -HOUR })).toEqual([9 * HOUR, 10 * HOUR, 11 * HOUR, 12 * HOUR]);
  });

  it('moves once: at the next anchor it is final', () => {
    const one = device().does(10 * HOUR, { aheadMs: HOUR, processId: 'a' });
    const reading = readingAt(11 * HOUR, { aheadMs: HOUR, processId: 'b', anchored: true });
    const { moved, clock } = restamp(one.stamps, one.clock, { reading, serverTime: 11 * HOUR });
    const stamps = one.stamps.map((stamp) => ({ ...stamp, occurredAt: moved.get(stamp) ?? Number.NaN }));
    expect(stamps.map(({ occurredAt }) => occurredAt)).toEqual([10 * HOUR]);
    const later = readingAt(12 * HOUR, { processId: 'b', anchored: true });
    expect(restamp(stamps, clock, { reading: later, serverTime: 12 * HOUR }).moved.size).toBe(0);
  });

  it('stays when the steady clock stopped during sleep', () => {
    const reading = readingAt(10 * HOUR);
    const one = device().does(10 * HOUR);
    const afterSleep = { ...reading, deviceAt: 18 * HOUR, elapsedMs: reading.elapsedMs + 1_000 };
    expect(one.after({ reading: { ...afterSleep, anchoredOffsetMs: 0 }, serverTime: 18 * HOUR })).toEqual([
      10 * HOUR,
    ]);
  });

  it('stays when the device slept and somebody set its clock back by more than that', () => {
    const reading = readingAt(10 * HOUR);
    const one = device().does(10 * HOUR);
    // It slept for eight hours, and its clock was set back by nine.
    const setBack = { ...reading, deviceAt: 9 * HOUR, elapsedMs: reading.elapsedMs + 1_000 };
    const known = { reading: { ...setBack, anchoredOffsetMs: 9 * HOUR }, serverTime: 18 * HOUR };
    expect(one.after(known)).toEqual([10 * HOUR]);
  });

  it('stays when it is wrong by less than a second', () => {
    const one = device().does(10 * HOUR, { aheadMs: 900 });
    expect(one.told(11 * HOUR, { aheadMs: 900 })).toEqual([10 * HOUR + 900]);
  });

  it('of another process moves by the offset of the anchor', () => {
    const one = device().does(10 * HOUR, { aheadMs: -3 * HOUR, processId: 'a' });
    expect(one.told(12 * HOUR, { aheadMs: -3 * HOUR, processId: 'b' })).toEqual([10 * HOUR]);
  });

  it('of another process stays when that offset contradicts a final stamp', () => {
    const one = device()
      .does(9 * HOUR, { anchored: true, processId: 'a' })
      .does(10 * HOUR, { processId: 'b' });
    // The clock was set three hours ahead since. By the anchor the stamp would be at seven.
    expect(one.told(12 * HOUR, { aheadMs: 3 * HOUR, processId: 'c' })).toEqual([9 * HOUR, 10 * HOUR]);
  });

  it('of a clock that was reset to 1970 moves behind the stamp before it', () => {
    const one = device()
      .does(100 * HOUR, { anchored: true, processId: 'a' })
      .does(101 * HOUR, { aheadMs: -101 * HOUR, processId: 'b' });
    expect(one.told(110 * HOUR, { processId: 'c' })).toEqual([100 * HOUR, 100 * HOUR + 1]);
  });

  it('stays later than a stamp that was received before it', () => {
    const one = device();
    one.clock = receive(one.clock, 10 * HOUR + 500);
    expect(one.does(10 * HOUR).told(11 * HOUR)).toEqual([10 * HOUR + 501]);
  });

  it('stays later than a stamp that was already sent, and the sent stamp stays too', () => {
    const one = device()
      .does(10 * HOUR, { aheadMs: 200_000 }, true)
      .does(10 * HOUR + 10_000, { aheadMs: 200_000 });
    const leftAt = 10 * HOUR + 200_000;
    expect(one.told(10 * HOUR + 20_000, { aheadMs: 200_000 })).toEqual([leftAt, leftAt + 1]);
  });
});

describe('R8: a refused stamp', () => {
  const slowly = (trueAt: number, aheadMs: number): Knowledge => ({
    reading: readingAt(trueAt, { aheadMs }),
    serverTime: trueAt,
    refused: new Set(['id-1']),
  });

  it('moves to the server’s time or earlier, although no answer was quick enough for an anchor', () => {
    const ahead = { aheadMs: HOUR };
    const one = device()
      .does(10 * HOUR, ahead)
      .does(10 * HOUR + 1, ahead, true)
      .does(10 * HOUR + 2, ahead);
    expect(one.after(slowly(11 * HOUR, HOUR))).toEqual([11 * HOUR - 2, 11 * HOUR - 1, 11 * HOUR]);
  });

  it('stays later than the stamps of this device that the server accepted', () => {
    const one = device().does(10 * HOUR, { anchored: true });
    one.does(10 * HOUR + 1, { aheadMs: HOUR }, true);
    one.clock = { ...one.clock, acceptedAt: 11 * HOUR + 200_000 };
    const after = one.after(slowly(11 * HOUR, HOUR));
    expect(after).toEqual([10 * HOUR, 11 * HOUR + 200_001]);
  });

  it('is assumed for a sent stamp without an answer that is too far ahead of the server’s time', () => {
    const one = device().does(10 * HOUR, { aheadMs: HOUR }, true);
    const known = { reading: readingAt(10 * HOUR + 1_000, { aheadMs: HOUR }), serverTime: 10 * HOUR + 1_000 };
    expect(one.after(known)).toEqual([10 * HOUR + 1_000]);
  });

  it('does not move behind a received stamp that the server would refuse', () => {
    const one = device();
    one.clock = receive(one.clock, 90 * HOUR);
    one.does(10 * HOUR).does(10 * HOUR, {}, true);
    expect(one.after(slowly(11 * HOUR, 0))).toEqual([11 * HOUR + 239_999, 11 * HOUR + 240_000]);
  });
});

it('C1, R8: restamping keeps the order for any knowledge, and the next stamp is later than all', () => {
  const situation = fc.record({
    aheadMs: fc.constantFrom(0, 1_500, HOUR, -HOUR, 240 * HOUR),
    processId: fc.constantFrom('a', 'b'),
    anchored: fc.boolean(),
  });
  const acts = fc.array(fc.tuple(fc.integer({ min: 0, max: HOUR }), situation, fc.boolean()), {
    maxLength: 15,
  });
  fc.assert(
    fc.property(acts, situation, (all, now) => {
      const one = device();
      let trueAt = 500 * HOUR;
      for (const [passedMs, then, sent] of all) {
        trueAt += passedMs;
        one.does(trueAt, then, sent);
      }
      const known = { reading: readingAt(trueAt, now), serverTime: trueAt };
      const { moved, clock } = restamp(one.stamps, one.clock, known);
      const ordered = one.stamps.toSorted(compareStamps);
      const after = ordered.map((stamp) => moved.get(stamp) ?? stamp.occurredAt);
      expect(new Set(after).size).toBe(after.length);
      expect(after).toEqual(after.toSorted((a, b) => a - b));
      expect(issue(clock, readingAt(trueAt, now)).occurredAt).toBeGreaterThan(Math.max(0, ...after));
    }),
  );
});

describe('R8.3: a stamp that was checked at an anchor', () => {
  it('stays when a later stamp of a clock that was set ahead is refused', () => {
    const one = device().does(10 * HOUR, { processId: 'a' });
    const known = {
      reading: readingAt(10 * HOUR + 1, { processId: 'a', anchored: true }),
      serverTime: 10 * HOUR + 1,
    };
    one.clock = restamp(one.stamps, one.clock, known).clock;
    one.does(12 * HOUR, { processId: 'b', aheadMs: HOUR }, true);
    const refusing = {
      reading: readingAt(12 * HOUR + 1, { processId: 'b', aheadMs: HOUR, anchored: true }),
      ...{ serverTime: 12 * HOUR + 1, refused: new Set(['id-1']) },
    };
    expect(one.after(refusing)).toEqual([10 * HOUR, 12 * HOUR]);
  });
});

describe('R13.4, R8: a stamp that is offered again after a restore', () => {
  it('does not limit the stamps of this device, because another device may have issued it', () => {
    const one = device().does(12 * HOUR, { aheadMs: -HOUR, processId: 'a' });
    one.stamps.push({ occurredAt: 11 * HOUR + HOUR / 2, intentId: 'of-another-device', sent: true });
    expect(one.told(13 * HOUR, { aheadMs: -HOUR, processId: 'a' })).toEqual([
      12 * HOUR,
      11 * HOUR + HOUR / 2,
    ]);
  });
});
