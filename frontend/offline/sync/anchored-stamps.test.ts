import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { settled } from '../testing/activity';
import { CoreHarness, HOUR_MS, type Core } from '../testing/core-harness';
import { uuid } from '../testing/fake-world';
import { begin } from '../testing/listening';

const MINUTE_MS = 60_000;

let device: CoreHarness;

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

/** Seeks to minute 40 of the first lecture, without a network. Answers the true time of that. */
async function hearUntilMinute40(core: Core): Promise<number> {
  device.world.network.set(false);
  const heardAt = device.world.time.at;
  core.play('lecture-1');
  begin(device);
  core.seek(40 * MINUTE_MS);
  device.world.media.tell('seeked');
  core.pause();
  await settled();
  return heardAt;
}

/** The tablet is at another position of the first lecture. */
function hearOnTablet(occurredAt: number, minute: number): void {
  device.server.elsewhere({
    ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', audioAssetId: 'asset-1' },
    ...{ occurredAt, positionMs: minute * MINUTE_MS },
  });
}

describe('a stamp that an anchored clock issued before somebody set the clock', () => {
  it.each([
    ['an hour ahead', HOUR_MS, 'before', 40],
    ['an hour back', -HOUR_MS, 'before', 40],
    ['an hour ahead', HOUR_MS, 'after', 50],
    ['an hour back', -HOUR_MS, 'after', 50],
  ] as const)(
    'R8: stays when the clock is set %s (by %i ms), and keeps the true order to a position that a tablet recorded half an hour %s it',
    async (_, byMs, when, resumesAtMinute) => {
      device = new CoreHarness();
      let aheadMs = 0;
      Object.assign(device.server, { now: () => device.world.time.at - aheadMs });
      const core = await device.signedIn();
      const heardAt = await hearUntilMinute40(core);
      const [byTabletMs, minute] = when === 'before' ? [-HOUR_MS / 2, 20] : [HOUR_MS / 2, 50];
      hearOnTablet(heardAt + byTabletMs, minute);
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
