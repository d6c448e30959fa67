import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { uuid } from '../testing/fake-world';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

describe('a clock that is set between two actions', () => {
  it.each([
    ['by a clock that was right, and is set back', { wrongMs: 0, nowMs: -55 * HOUR_MS }],
    ['by a clock that was ahead, and is set right', { wrongMs: 55 * HOUR_MS, nowMs: 0 }],
    ['by a clock that was an hour ahead, and is set right', { wrongMs: HOUR_MS, nowMs: 0 }],
  ])(
    'C1, R8: does not let the action after one %s win over a later action of another device',
    async (_, { wrongMs, nowMs }) => {
      const core = await device.signedIn();
      let aheadMs = 0;
      const trueNow = () => device.world.time.at - aheadMs;
      const setAhead = (ms: number) => {
        device.world.time.at += ms - aheadMs;
        aheadMs = ms;
      };
      Object.assign(device.server, { now: trueNow });
      device.world.network.set(false);
      setAhead(wrongMs);
      await core.setFlag('lecture-2', 'completion', true);
      device.world.time.advance(60_000);
      setAhead(nowMs);
      await core.setFlag('lecture-1', 'favorite', true);
      const doneAt = trueNow();
      device.world.time.advance(HOUR_MS / 2);
      const other = { positionMs: null, audioAssetId: null, lectureId: 'lecture-1' };
      device.server.elsewhere({ ...other, id: uuid(9), type: 'UNFAVORITED', occurredAt: trueNow() });
      device.world.time.advance(4 * HOUR_MS);
      device.world.network.set(true);
      await settled();
      expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(false);
      expect(core.listening.get().get('lecture-1')?.favorite).toBe(false);
      expect(device.server.state('lecture-2')?.completion?.occurredAt).toBeLessThanOrEqual(doneAt);
      expect(core.sync.get().pending).toBe(0);
    },
  );

  it('R8: is corrected for earlier actions while the listener continues during the exchange', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    const trueNow = () => device.world.time.at + 55 * HOUR_MS;
    device.world.time.at -= 55 * HOUR_MS;
    await core.setFlag('lecture-1', 'favorite', true);
    const doneAt = trueNow();
    device.world.time.advance(HOUR_MS);
    let asked = 0;
    const meanwhile = () => {
      const told = trueNow();
      if (++asked === 2) {
        // The first answer took too long for an anchor. This answer is on its way back.
        device.world.time.advance(300);
        core.setFlag('lecture-2', 'favorite', true).catch(device.world.onFault);
      } else if (asked === 1) {
        device.world.time.advance(3_000);
      }
      return told;
    };
    Object.assign(device.server, { now: meanwhile });
    device.world.network.set(true);
    await settled();
    // Accurate to half of the round trip.
    expect(device.server.state('lecture-1')?.favorite?.occurredAt).toBe(doneAt - 150);
    expect(device.server.state('lecture-2')?.favorite?.favorite).toBe(true);
    expect(core.sync.get().pending).toBe(0);
  });

  it('R8: leaves right stamps unchanged when no answer is quick enough for an anchor', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    device.world.time.advance(55 * HOUR_MS);
    await core.setFlag('lecture-1', 'completion', true);
    const doneAt = device.world.time.at;
    device.world.time.at -= 55 * HOUR_MS;
    device.world.time.advance(60_000);
    await core.setFlag('lecture-2', 'favorite', true);
    const slowly = () => {
      device.world.time.advance(3_000);
      return device.world.time.at + 55 * HOUR_MS;
    };
    Object.assign(device.server, { now: slowly });
    device.world.network.set(true);
    await settled();
    expect(device.server.state('lecture-1')?.completion?.occurredAt).toBe(doneAt);
    expect(device.server.state('lecture-2')?.favorite?.occurredAt).toBeGreaterThan(doneAt);
    expect(core.sync.get().pending).toBe(0);
  });
});
