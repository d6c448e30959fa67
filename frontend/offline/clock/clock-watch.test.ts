import { beforeEach, describe, expect, it } from 'vitest';
import { uuid } from '../testing/fake-world';
import { ManualTime } from '../testing/manual-time';
import { ClockWatch } from './clock-watch';

let time: ManualTime;
let watch: ClockWatch;

beforeEach(() => {
  time = new ManualTime(1_000_000);
  watch = new ClockWatch(time, { newId: () => uuid(1) });
});

/** An answer with this round trip, whose time is this far ahead of the device's. */
function answered(tookMs: number, aheadMs: number): void {
  const sent = watch.read();
  time.advance(tookMs);
  watch.anchor(watch.learn(sent, sent.deviceAt + tookMs / 2 + aheadMs).reading);
}

const offset = () => watch.read().anchoredOffsetMs;

describe('C11: the clock', () => {
  it('is anchored by an answer that was quick enough, and not before', () => {
    expect(offset()).toBeNull();
    answered(2_002, 500);
    expect(offset()).toBeNull();
    answered(2_000, 500);
    expect(offset()).toBe(500);
  });

  it('is anchored by the middle of the round trip', () => {
    const sent = watch.read();
    time.advance(100);
    expect(watch.learn(sent, sent.deviceAt + 60_050).reading.anchoredOffsetMs).toBe(60_000);
  });

  it.each([
    ['before it was sent', -1],
    ['quickly, but the steady clock says that it took an hour', 3_600_000],
  ])('is not anchored by an answer that came %s, since the clock was set meanwhile', (_, passedMs) => {
    const sent = watch.read();
    time.advance(passedMs);
    time.at = sent.deviceAt + Math.min(passedMs, 0);
    expect(watch.learn(sent, 99_999).reading.anchoredOffsetMs).toBeNull();
  });

  it.each([2_001, -2_001, 3_600_000])('loses its anchor when it is set by %i ms', (byMs) => {
    answered(0, 500);
    time.advance(3_600_000);
    expect(offset()).toBe(500);
    time.at += byMs;
    expect(offset()).toBeNull();
    answered(0, 500 - byMs);
    expect(offset()).toBe(500 - byMs);
  });

  it('is anchored again when it is set back to where it was', () => {
    answered(0, 500);
    time.at += 60_000;
    expect(offset()).toBeNull();
    time.at -= 60_000;
    expect(offset()).toBe(500);
  });

  it('loses its anchor when it drifts, although slow answers arrive', () => {
    answered(0, 500);
    for (let drift = 0; drift < 3; drift++) {
      time.at += 900;
      answered(2_500, 500 - 900 * (drift + 1));
    }
    expect(offset()).toBeNull();
  });

  it('is not anchored by an answer if it was set after the answer arrived', () => {
    const { reading } = watch.learn(watch.read(), time.at + 500);
    time.at += 60_000;
    watch.anchor(reading);
    expect(offset()).toBeNull();
  });
});
