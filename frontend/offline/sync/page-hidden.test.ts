import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { gate } from '../testing/gate';
import { settled } from '../testing/activity';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

describe('a page that goes away', () => {
  it('C5: writes the position first, then sends it with a request that outlives the page', async () => {
    const core = await device.signedIn();
    core.play('lecture-1');
    device.world.media.loaded(HOUR_MS);
    device.world.media.tell('playing');
    device.world.time.advance(2_000);
    device.world.media.positionNowMs = 2_000;
    const late = gate();
    device.server.held.set('sync', late.opened);
    device.world.page.hide();
    expect(device.world.background.asked.online).toBe(1);
    await settled();
    const [entry] = await device.entriesOf('listener-a');
    expect(entry).toMatchObject({ positionMs: 2_000, sent: true });
    late.open();
    await settled();
    expect(device.server.keptAlive).toEqual([false, true]);
    expect(await device.entriesOf('listener-a')).toEqual([]);
  });

  it('C2, R1: sends the same entry again when it closed before the answer arrived', async () => {
    const core = await device.signedIn();
    device.server.faults.push('lost');
    device.world.page.hide();
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    const [sent] = await device.entriesOf('listener-a');
    await device.restarted();
    device.world.time.advance(60_000);
    await settled();
    const bearing = device.server.requests.filter(({ intents }) => intents.length > 0);
    expect(bearing.map(({ intents }) => intents.map(({ id }) => id))).toEqual([[sent?.id], [sent?.id]]);
    expect(await device.entriesOf('listener-a')).toEqual([]);
  });

  it('C5: sends no more at once than a browser allows for a request that outlives its page', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    for (let n = 0; n < 400; n++) {
      await core.setFlag(`lecture-${n}`, 'favorite', true);
    }
    device.world.page.hide();
    device.world.network.set(true);
    await settled();
    const bodies = device.server.requests.map((request) => JSON.stringify({ request }).length);
    expect(Math.max(...bodies)).toBeLessThan(64 * 1024);
    expect(await device.entriesOf('listener-a')).toEqual([]);
  });

  it('C5: asks the browser to wake the worker only when something could not be sent', async () => {
    const core = await device.signedIn();
    expect(device.world.background.asked).toEqual({ online: 0, periodic: 1 });
    device.server.reachable = false;
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(device.world.background.asked.online).toBe(1);
    await device.restarted();
    expect(device.world.background.asked.periodic, 'at every start').toBe(1);
  });
});
