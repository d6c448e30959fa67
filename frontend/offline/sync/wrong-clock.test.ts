import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { Device, HOUR_MS, type Core } from '../testing/device';
import { settled } from '../testing/activity';
import { uuid } from '../testing/fake-world';
import { listen, play } from '../testing/listening';

let device: Device;

beforeEach(() => {
  device = new Device();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

/**
 * The device's clock is set ahead, and answers take longer than tells the time (C11), until somebody says how long
 * they take.
 */
function slowAnswers(aheadMs: number): { takeMs: number } {
  const answers = { takeMs: 3_000 };
  device.world.time.at += aheadMs;
  const now = () => {
    device.world.time.advance(answers.takeMs);
    return device.world.time.at - aheadMs;
  };
  Object.assign(device.server, { now });
  return answers;
}

/** Nothing is pending, and what was done last counts here and there. */
function expectNoFavorite(core: Core): void {
  expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(false);
  expect(core.listening.get().get('lecture-1')?.favorite).toBe(false);
  expect(core.sync.get().pending).toBe(0);
}

describe('a clock that goes wrong', () => {
  it('C11, R8: set back while the app runs, it is asked for before anything new is sent, and corrected', async () => {
    const core = await device.signedIn();
    const trueNow = () => device.world.time.at + 10 * HOUR_MS;
    device.world.time.at -= 10 * HOUR_MS;
    Object.assign(device.server, { now: trueNow });
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(device.server.state('lecture-1')?.favorite?.occurredAt).toBe(trueNow());
    expect(device.server.requests.map(({ intents }) => intents.length)).toEqual([0, 0, 1]);
  });

  it('C11, R8: an answer that the store did not take tells nothing: the time is asked for again before anything is sent', async () => {
    const core = await device.signedIn();
    const trueNow = () => device.world.time.at + 10 * HOUR_MS;
    device.world.time.at -= 10 * HOUR_MS;
    Object.assign(device.server, { now: trueNow });
    const { tables } = device.world;
    const transact = tables.transact.bind(tables);
    let refusals = 1;
    tables.transact = (names, mode, work) =>
      names.includes('journal') && device.server.requests.length === 2 && refusals-- > 0
        ? Promise.reject(new DOMException('full', 'QuotaExceededError'))
        : transact(names, mode, work);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(device.world.faults.splice(0)).toHaveLength(1);
    await core.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect(device.server.state('lecture-2')?.favorite?.occurredAt).toBe(trueNow());
    expect(device.server.requests.map(({ intents }) => intents.length)).toEqual([0, 0, 0, 2]);
  });

  it('R8: what a slow clock stamped offline is not beaten by what another device did before', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    const trueNow = () => device.world.time.at + 10 * HOUR_MS;
    device.world.time.at -= 10 * HOUR_MS;
    Object.assign(device.server, { now: trueNow });
    device.world.time.advance(60_000);
    const other = { positionMs: null, audioAssetId: null, lectureId: 'lecture-1' };
    device.server.elsewhere({ ...other, id: uuid(9), type: 'FAVORITED', occurredAt: trueNow() - 30_000 });
    await core.setFlag('lecture-1', 'favorite', false);
    device.world.time.advance(60_000);
    device.server.elsewhere({
      ...{ ...other, lectureId: 'lecture-2' },
      ...{ id: uuid(8), type: 'FAVORITED', occurredAt: trueNow() },
    });
    device.world.network.set(true);
    await settled();
    expect(device.server.state('lecture-1')?.favorite).toMatchObject({
      favorite: false,
      occurredAt: trueNow() - 60_000,
    });
  });

  it.each([
    ['were never sent', false],
    ['may have been sent', true],
  ])(
    'R8, C2: positions that %s keep their order when the last is refused, though no answer is quick enough to tell the time',
    async (_, sentBefore) => {
      const core = await device.signedIn();
      device.world.time.at += HOUR_MS / 4;
      const slowly = () => {
        device.world.time.advance(3_000);
        return device.world.time.at - HOUR_MS / 4;
      };
      Object.assign(device.server, { now: slowly });
      device.server.reachable = false;
      core.play('lecture-1');
      device.world.media.loaded(HOUR_MS);
      device.world.media.tell('playing');
      device.world.time.advance(31_000);
      device.world.media.playTo(31_000);
      await settled();
      if (sentBefore) {
        device.server.reachable = true;
        device.server.faults.push(null, 'unavailable');
        await core.refresh();
        device.server.reachable = false;
      }
      device.world.time.advance(9_000);
      device.world.media.playTo(40_000);
      core.pause();
      await settled();
      device.server.reachable = true;
      await core.refresh();
      await settled();
      expect(device.server.state('lecture-1')?.position?.positionMs).toBe(40_000);
      expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(40_000);
      expect(core.sync.get().pending).toBe(0);
    },
  );

  it('R8, C1: set back between two positions, it does not put the later one before the earlier, though no answer tells the time', async () => {
    const core = await device.signedIn();
    let behindMs = 0;
    const slowly = () => {
      device.world.time.advance(2_500);
      return device.world.time.at + behindMs;
    };
    Object.assign(device.server, { now: slowly });
    play(device, core);
    device.world.network.set(false);
    listen(device, 31);
    await settled();
    behindMs = 331_804;
    device.world.time.at -= behindMs;
    listen(device, 9);
    core.pause();
    await settled();
    device.world.network.set(true);
    await core.refresh();
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(40_000);
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(40_000);
    expect(core.sync.get().pending).toBe(0);
  });

  it.each([
    ['an answer', () => undefined],
    [
      'an answer of another history',
      () => {
        device.server.restoreEmpty('epoch-2');
      },
    ],
  ])(
    'C1, R8: what a wrong clock stamped and nobody answered does not come after what was done later, once %s tells the time',
    async (_, meanwhile) => {
      const core = await device.signedIn();
      const answers = slowAnswers(10 * HOUR_MS);
      device.server.faults.push(null, 'unavailable');
      await core.setFlag('lecture-1', 'favorite', true);
      await settled();
      device.world.network.set(false);
      await core.setFlag('lecture-1', 'favorite', false);
      answers.takeMs = 0;
      meanwhile();
      device.world.network.set(true);
      await core.refresh();
      await settled();
      expectNoFavorite(core);
    },
  );

  it('C1, R8: what is done after something that was nearly too far ahead, and that the server took, comes after it', async () => {
    const core = await device.signedIn();
    const answers = slowAnswers(297_000);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', false);
    answers.takeMs = 0;
    device.world.network.set(true);
    await core.refresh();
    await settled();
    expectNoFavorite(core);
  });

  it('C1, R8: what is done after a correction comes after it, however the clock was set again', async () => {
    const core = await device.signedIn();
    let behindMs = 0;
    Object.assign(device.server, { now: () => device.world.time.at + behindMs });
    const setBack = () => {
      behindMs += 10 * HOUR_MS;
      device.world.time.at -= 10 * HOUR_MS;
    };
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'completion', true);
    device.world.time.advance(1_000);
    setBack();
    device.server.faults.push('lost');
    device.world.network.set(true);
    await settled();
    device.world.network.set(false);
    setBack();
    await core.setFlag('lecture-1', 'completion', false);
    expect(core.listening.get().get('lecture-1')?.completed).toBe(false);
    device.world.network.set(true);
    await core.refresh();
    await settled();
    expect(device.server.state('lecture-1')?.completion?.completed).toBe(false);
    expect(core.sync.get().pending).toBe(0);
  });

  it('C1, R8: a position that was kept after one that was sent still comes after it when the clock is set ahead', async () => {
    const core = await device.signedIn();
    play(device, core);
    listen(device, 36);
    await settled();
    await core.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(30_000);
    device.closed();
    device.world.time.at += 10 * HOUR_MS;
    Object.assign(device.server, { now: () => device.world.time.at - 10 * HOUR_MS });
    const again = await openCore(device.world);
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(34_000);
    expect(again.listening.get().get('lecture-1')?.resumePositionMs).toBe(34_000);
  });

  it('C2, R8: a position for which a later one was sent stays before that when the clock is set back', async () => {
    const core = await device.signedIn();
    let behindMs = 0;
    Object.assign(device.server, { now: () => device.world.time.at + behindMs });
    play(device, core);
    device.world.network.set(false);
    listen(device, 40);
    core.pause();
    await settled();
    device.server.faults.push('lost');
    device.world.network.set(true);
    await settled();
    device.world.network.set(false);
    behindMs = 10 * HOUR_MS;
    device.world.time.at -= behindMs;
    device.world.time.advance(60_000);
    device.world.network.set(true);
    await core.refresh();
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(40_000);
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(40_000);
    expect(core.sync.get().pending).toBe(0);
  });

  it('C9, R8: what a guest did by a wrong clock is corrected when an account takes it over', async () => {
    const core = await openCore(device.world);
    await settled();
    device.world.network.set(false);
    const trueNow = () => device.world.time.at + 10 * HOUR_MS;
    device.world.time.at -= 10 * HOUR_MS;
    Object.assign(device.server, { now: trueNow });
    device.world.time.advance(60_000);
    await core.setFlag('lecture-1', 'completion', true);
    const doneAt = trueNow();
    device.world.time.advance(60_000);
    device.world.network.set(true);
    await core.signIn('a', 'password');
    await settled();
    await core.keepGuestProgress(true);
    await settled();
    expect(device.server.state('lecture-1')?.completion?.occurredAt).toBe(doneAt);
  });

  it('C9, R8: what a guest does comes after what the guest did by a clock that was ahead, whoever was corrected since', async () => {
    const guest = await openCore(device.world);
    await settled();
    device.world.network.set(false);
    device.world.time.at += 24 * HOUR_MS;
    await guest.setFlag('lecture-1', 'favorite', true);
    device.world.time.at -= 24 * HOUR_MS;
    device.world.network.set(true);
    await guest.signIn('a', 'password');
    await guest.keepGuestProgress(false);
    await guest.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect(guest.sync.get().pending).toBe(0);
    await guest.signOut();
    await settled();
    expect(guest.listening.get().get('lecture-1')?.favorite).toBe(true);
    await guest.setFlag('lecture-1', 'favorite', false);
    expect(guest.listening.get().get('lecture-1')?.favorite).toBe(false);
  });
});
