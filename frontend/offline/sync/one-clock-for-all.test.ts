import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS, type Core } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { uuid } from '../testing/fake-world';
import { listen, play } from '../testing/listening';

const DAY_MS = 24 * HOUR_MS;

let device: CoreHarness;
let aheadMs: number;

beforeEach(() => {
  device = new CoreHarness();
  aheadMs = 0;
  Object.assign(device.server, { now: trueNow });
});

function trueNow(): number {
  return device.world.time.at - aheadMs;
}

/** Somebody sets the device's clock. */
function setAhead(ms: number): void {
  device.world.time.at += ms - aheadMs;
  aheadMs = ms;
}

/** Signs out without a network, and the other one in with it. */
async function switchTo(core: Core, name: string): Promise<void> {
  device.world.network.set(false);
  await core.signOut();
  device.world.network.set(true);
  await settled();
  expect(await core.signIn(name, 'password')).toBeNull();
  await settled();
}

describe('two accounts on a device whose clock was wrong', () => {
  it('C1, R8: restamp an action of A far in the future to its true time, not after the days in which B was active', async () => {
    const core = await device.signedIn('a');
    play(device, core);
    device.world.network.set(false);
    setAhead(10 * DAY_MS);
    listen(device, 40);
    core.pause();
    await settled();
    const doneAt = trueNow();
    await switchTo(core, 'b');
    for (let day = 1; day <= 5; day++) {
      device.world.time.advance(DAY_MS);
      await core.setFlag('lecture-2', 'favorite', day % 2 === 1);
      await settled();
    }
    expect(core.sync.get().pending).toBe(0);
    // A continued on the phone on the third day.
    device.server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: doneAt + 3 * DAY_MS },
      ...{ positionMs: 3_000_000, audioAssetId: 'asset-1' },
    });
    await switchTo(core, 'a');
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.position).toMatchObject({ positionMs: 3_000_000 });
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(3_000_000);
  });

  it('C1, R8: do not take a stamp of A from the future as right because B sent later stamps', async () => {
    const core = await device.signedIn('a');
    device.world.network.set(false);
    setAhead(2 * DAY_MS);
    await core.setFlag('lecture-2', 'favorite', true);
    setAhead(0);
    device.world.time.advance(60_000);
    await core.setFlag('lecture-1', 'favorite', true);
    const doneAt = trueNow();
    await switchTo(core, 'b');
    for (let day = 1; day <= 5; day++) {
      device.world.time.advance(DAY_MS);
      await core.setFlag('lecture-2', 'completion', day % 2 === 1);
      await settled();
    }
    const other = { positionMs: null, audioAssetId: null, lectureId: 'lecture-1' };
    device.server.elsewhere({ ...other, id: uuid(9), type: 'UNFAVORITED', occurredAt: doneAt + DAY_MS });
    await switchTo(core, 'a');
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(false);
  });

  it.each([5, 12])(
    'C1, R8: do not let an action of A by a clock that was ahead win over a later one of another device (%s days)',
    async (days) => {
      const core = await device.signedIn('a');
      device.world.network.set(false);
      setAhead(10 * DAY_MS);
      await core.setFlag('lecture-1', 'favorite', true);
      const doneAt = trueNow();
      setAhead(0);
      device.world.time.advance(60_000);
      await switchTo(core, 'b');
      await core.setFlag('lecture-2', 'completion', true);
      await settled();
      expect(core.sync.get().pending).toBe(0);
      device.world.time.advance(days * DAY_MS);
      const other = { positionMs: null, audioAssetId: null, lectureId: 'lecture-1' };
      device.server.elsewhere({
        ...other,
        id: uuid(9),
        type: 'UNFAVORITED',
        occurredAt: doneAt + 3 * DAY_MS,
      });
      await switchTo(core, 'a');
      expect(core.sync.get().pending).toBe(0);
      expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(false);
    },
  );

  it('C1: order a new action of A after an earlier one by a clock that was ahead, also after a correction for B', async () => {
    const core = await device.signedIn('a');
    device.world.network.set(false);
    setAhead(DAY_MS);
    await core.setFlag('lecture-1', 'favorite', true);
    setAhead(0);
    await switchTo(core, 'b');
    await core.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect(core.sync.get().pending).toBe(0);
    device.world.network.set(false);
    await core.signOut();
    device.world.network.set(true);
    await settled();
    // The server accepts the sign-in of A but not the pushes.
    device.server.broken.add('sync');
    expect(await core.signIn('a', 'password')).toBeNull();
    await settled();
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
    device.world.time.advance(60_000);
    await core.setFlag('lecture-1', 'favorite', false);
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(false);
    device.server.broken.clear();
    await core.refresh();
    await settled();
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(false);
  });
});

describe('a guest on a device whose clock was wrong', () => {
  it.each([
    ['still is', HOUR_MS],
    ['was set right', 0],
  ])(
    'C1, C9: keeps the position that the account reached when the guest’s progress is adopted later (the clock %s)',
    async (_, nowAheadMs) => {
      const core = await device.restarted(1);
      await settled();
      play(device, core);
      device.world.network.set(false);
      setAhead(HOUR_MS);
      listen(device, 40);
      core.pause();
      await settled();
      setAhead(nowAheadMs);
      device.world.network.set(true);
      await settled();
      expect(await core.signIn('a', 'password')).toBeNull();
      await settled();
      core.resume();
      device.world.media.tell('playing');
      listen(device, 600);
      core.pause();
      await settled();
      expect(core.sync.get().pending).toBe(0);
      expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(640_000);
      await core.keepGuestProgress(true);
      await settled();
      expect(core.sync.get().pending).toBe(0);
      expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(640_000);
      expect(device.server.state('lecture-1')?.position?.positionMs).toBe(640_000);
    },
  );

  it.each([
    ['after days of listening', 5],
    ['at once', 0],
  ])(
    'C1, C9: does not let progress from a clock far ahead, adopted %s, win over later actions of the account',
    async (_, days) => {
      const core = await device.restarted(1);
      await settled();
      play(device, core);
      device.world.network.set(false);
      setAhead(10 * DAY_MS);
      listen(device, 40);
      core.pause();
      await settled();
      device.world.network.set(true);
      await settled();
      expect(await core.signIn('a', 'password')).toBeNull();
      await settled();
      expect(core.account.get().guestLectures).toBe(1);
      // The question stays open while the listener continues far into the same lecture.
      for (let day = 1; day <= days; day++) {
        device.world.time.advance(DAY_MS);
        core.resume();
        device.world.media.tell('playing');
        core.seek(day * 600_000);
        device.world.media.tell('seeked');
        listen(device, 40);
        core.pause();
        await settled();
      }
      expect(core.sync.get().pending).toBe(0);
      const before = core.listening.get().get('lecture-1')?.resumePositionMs;
      await core.keepGuestProgress(true);
      await settled();
      expect(core.sync.get().pending).toBe(0);
      expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(days === 0 ? 40_000 : before);
    },
  );

  it('C1, R8: keeps the order of a guest’s action before a later one of the account, however the clock is set later', async () => {
    const core = await device.restarted(1);
    await settled();
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', false);
    device.world.time.advance(2_000);
    device.world.network.set(true);
    expect(await core.signIn('a', 'password')).toBeNull();
    device.world.time.advance(1_000);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    device.world.time.advance(HOUR_MS);
    await settled();
    setAhead(-HOUR_MS);
    const again = await device.restarted();
    await settled();
    await again.keepGuestProgress(true);
    await settled();
    expect(again.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(again.listening.get().get('lecture-1')?.favorite).toBe(true);
  });

  it('C9: is asked about new progress after an account declined the earlier one, whatever the guest’s clock was', async () => {
    const core = await device.restarted(1);
    await settled();
    device.world.network.set(false);
    setAhead(30 * DAY_MS);
    await core.setFlag('lecture-1', 'favorite', true);
    setAhead(0);
    device.world.network.set(true);
    await core.signIn('a', 'password');
    await core.keepGuestProgress(false);
    await core.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect(core.sync.get().pending).toBe(0);
    await core.signOut();
    await settled();
    device.world.time.advance(DAY_MS);
    await core.setFlag('lecture-2', 'completion', true);
    await core.signIn('a', 'password');
    await settled();
    expect(core.account.get().guestLectures).toBe(1);
  });
});
