import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { CoreHarness, HOUR_MS, type Core } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { uuid } from '../testing/fake-world';
import { listen, play } from '../testing/listening';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

/** Sets the device's clock ahead and makes answers too slow for an anchor (C11), until a test sets `takeMs`. */
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

/** Nothing is pending, and the last action counts on the device and on the server. */
function expectNoFavorite(core: Core): void {
  expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(false);
  expect(core.listening.get().get('lecture-1')?.favorite).toBe(false);
  expect(core.sync.get().pending).toBe(0);
}

describe('a clock that goes wrong', () => {
  it('C11, R8: is noticed when it is set back, read from the server before anything is sent, and corrected', async () => {
    const core = await device.signedIn();
    const trueNow = () => device.world.time.at + 10 * HOUR_MS;
    device.world.time.at -= 10 * HOUR_MS;
    Object.assign(device.server, { now: trueNow });
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(device.server.state('lecture-1')?.favorite?.occurredAt).toBe(trueNow());
    expect(device.server.requests.map(({ intents }) => intents.length)).toEqual([0, 0, 1]);
  });

  it('C11, R8: is read again before anything is sent when the answer could not be stored', async () => {
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

  it('R8: does not let an earlier action of another device win over an action by a slow clock', async () => {
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
    'R8, C2: keeps the order of positions that %s when the last is refused, although no answer anchors the clock',
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

  it('R8, C1: keeps the order of two positions when it is set back between them, although no answer anchors it', async () => {
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
    'C1, R8: does not let an unanswered action win over a later one once %s anchors the clock',
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

  it('C1, R8: orders a new action after one that the server accepted although it was nearly too far ahead', async () => {
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

  it('C1, R8: orders a new action after a corrected one, however it is set again', async () => {
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

  it('C1, R8: orders a kept position after one that was sent, when it is set ahead', async () => {
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

  it('C2, R8: keeps a replaced position before the later one that was sent, when it is set back', async () => {
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
});
