import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeBackgroundDrain } from '../compose';
import type { BackgroundDrain } from './background-drain';
import { Changes } from '../live/changes';
import { SYNC_LOCK } from '../sync/drain';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { settled } from '../testing/activity';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

/** The worker that the browser wakes, over the tables of the pages. */
function worker(pages = 0): BackgroundDrain {
  device.closed(3000);
  const { tables, channel, time, random, network, locks, gateway } = device.world;
  const world = { tables, time, random, network, locks, gateway, changes: new Changes(channel) };
  return composeBackgroundDrain(world, () => Promise.resolve(pages > 0));
}

/** An account with one entry that its page could not send before it was closed. */
async function closedWithOneEntry(): Promise<void> {
  const core = await device.signedIn();
  device.world.network.set(false);
  await core.setFlag('lecture-1', 'favorite', true);
  device.world.network.setUnheard(true);
  device.server.calls.splice(0);
}

describe('the worker without a page', () => {
  it('C5: sends what is pending and makes no other call', async () => {
    await closedWithOneEntry();
    const woken = worker();
    await woken.run();
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(await device.entriesOf('listener-a')).toEqual([]);
    expect(new Set(device.server.calls)).toEqual(new Set(['sync']));
    expect(await device.journalOf('listener-a')).toMatchObject([
      { kind: 'exchanged', by: 'worker', sent: 1, applied: 1 },
    ]);
  });

  it('C5: makes no call when nothing is pending, nobody is signed in, or there is no network', async () => {
    await device.signedIn();
    device.server.calls.splice(0);
    await worker().run();
    expect(device.server.calls).toEqual([]);
    await closedWithOneEntry();
    const woken = worker();
    device.world.network.setUnheard(false);
    await expect(woken.run()).rejects.toMatchObject({ outcome: 'offline' });
    expect(device.server.calls).toEqual([]);
  });

  it('C5, R15: asks the browser to wake it again when the server is unavailable, and keeps the backoff', async () => {
    await closedWithOneEntry();
    const woken = worker();
    device.server.reachable = false;
    await expect(woken.run()).rejects.toMatchObject({ outcome: 'unavailable' });
    expect(await device.entriesOf('listener-a')).toHaveLength(1);
    expect(await device.journalOf('listener-a')).toMatchObject([{ kind: 'failed', times: 1 }]);
    device.server.reachable = true;
    await woken.run();
    expect(await device.entriesOf('listener-a')).toEqual([]);
  });

  it('R15: notes an expired session, keeps every entry, and does not ask to be woken', async () => {
    await closedWithOneEntry();
    device.server.signedIn = null;
    await worker().run();
    expect(await device.entriesOf('listener-a')).toHaveLength(1);
    expect((await device.restarted()).account.get().state).toBe('expired');
  });

  it('C9: sends nothing while the session belongs to another listener', async () => {
    await closedWithOneEntry();
    device.server.signedIn = { listenerId: 'listener-b', name: 'b' };
    await worker().run();
    expect(await device.entriesOf('listener-a')).toHaveLength(1);
  });

  it('C3: sends the position that the closed page had kept locally, with its original time', async () => {
    const core = await device.signedIn();
    core.play('lecture-1');
    device.world.media.loaded(HOUR_MS);
    device.world.media.tell('playing');
    for (let second = 1; second <= 9; second++) {
      device.world.time.advance(1_000);
      device.world.media.playTo(second * 1_000);
    }
    await settled();
    const keptAt = device.world.time.at - 1_000;
    await worker(1).run();
    expect(device.server.state('lecture-1')).toBeUndefined();
    device.world.time.at += HOUR_MS;
    await worker().run();
    expect(device.server.state('lecture-1')?.position).toMatchObject({
      positionMs: 8_000,
      occurredAt: keptAt,
    });
  });

  it('C6: waits for the page that holds the lock, and then finds nothing to send', async () => {
    await closedWithOneEntry();
    const woken = worker();
    device.world.locks.held.add(SYNC_LOCK);
    const running = woken.run();
    await settled();
    expect(device.server.requests.flatMap(({ intents }) => intents)).toEqual([]);
    device.world.locks.held.clear();
    device.world.time.advance(3_000);
    await running;
    expect(await device.entriesOf('listener-a')).toEqual([]);
  });
});
