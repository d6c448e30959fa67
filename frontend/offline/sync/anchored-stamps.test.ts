import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { settled } from '../testing/activity';
import { Device, HOUR_MS } from '../testing/device';
import { uuid } from '../testing/fake-world';
import { begin } from '../testing/listening';

const MINUTE_MS = 60_000;

let device: Device;

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

describe('a stamp that an anchored clock issued before somebody set the clock', () => {
  it.each([
    ['an hour ahead', HOUR_MS, 'before', 40],
    ['an hour back', -HOUR_MS, 'before', 40],
    ['an hour ahead', HOUR_MS, 'after', 50],
    ['an hour back', -HOUR_MS, 'after', 50],
  ] as const)(
    'R8: stays when the clock is set %s (by %i ms), and keeps the true order to a position that a tablet recorded half an hour %s it',
    async (_, byMs, when, resumesAtMinute) => {
      device = new Device();
      let aheadMs = 0;
      const trueNow = () => device.world.time.at - aheadMs;
      Object.assign(device.server, { now: trueNow });
      const core = await device.signedIn();
      device.world.network.set(false);

      const heardAt = trueNow();
      core.play('lecture-1');
      begin(device);
      core.seek(40 * MINUTE_MS);
      device.world.media.tell('seeked');
      core.pause();
      await settled();

      device.server.elsewhere({
        ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', audioAssetId: 'asset-1' },
        ...(when === 'before'
          ? { occurredAt: heardAt - HOUR_MS / 2, positionMs: 20 * MINUTE_MS }
          : { occurredAt: heardAt + HOUR_MS / 2, positionMs: 50 * MINUTE_MS }),
      });
      device.world.time.advance(HOUR_MS);
      aheadMs = byMs;
      device.world.time.at += byMs;
      device.world.time.advance(MINUTE_MS);
      device.world.network.set(true);
      await settled();

      expect(core.sync.get().pending).toBe(0);
      const expectedMs = resumesAtMinute * MINUTE_MS;
      expect(device.server.state('lecture-1')?.position?.positionMs).toBe(expectedMs);
      expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(expectedMs);
    },
  );
});
