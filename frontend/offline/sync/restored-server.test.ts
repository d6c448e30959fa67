import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { settled } from '../testing/activity';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

describe('a restored server', () => {
  it('R13: keeps the time of the first completion through a restore of the server', async () => {
    const core = await device.signedIn();
    await core.setFlag('lecture-1', 'completion', true);
    await settled();
    const first = device.server.state('lecture-1')?.firstCompletedAt;
    device.world.time.advance(HOUR_MS);
    await core.setFlag('lecture-1', 'completion', false);
    await settled();
    device.server.restoreEmpty('epoch-2');
    await core.refresh();
    await settled();
    expect(device.server.state('lecture-1')).toMatchObject({
      completion: { completed: false },
      firstCompletedAt: first,
    });
    expect(core.sync.get().pending).toBe(0);
  });

  it('R13, C5: counts every register as pending that has to be offered again, whatever fails afterwards', async () => {
    const core = await device.signedIn();
    await core.setFlag('lecture-1', 'favorite', true);
    await core.setFlag('lecture-2', 'completion', true);
    await settled();
    device.server.restoreEmpty('epoch-2');
    device.server.faults.push(null, 'unavailable');
    await core.refresh();
    await settled();
    expect(core.sync.get().pending).toBe(2);
  });

  it('R13: replaces a catalogue of another epoch completely or not at all', async () => {
    await device.signedIn();
    device.server.catalogue = { ...device.server.catalogue, epoch: 'catalogue-2', cursor: 7 };
    const { catalogueChanges } = device.server;
    let pages = 0;
    Object.assign(device.server, {
      catalogueChanges: (cursor: number) =>
        ++pages === 2 ? Promise.reject(new TypeError('lost')) : catalogueChanges(cursor),
    });
    await openCore(device.world);
    await settled();
    expect(pages).toBe(2);
    expect(device.world.faults.splice(0)).toHaveLength(1);
    device.world.network.set(false);
    const offline = await openCore(device.world);
    expect(offline.catalogue.get().lectures.size).toBe(2);
  });

  it('R13: reads a catalogue from the beginning whose cursor is behind the device’s', async () => {
    const core = await device.signedIn();
    const [first] = device.server.catalogue.lectures;
    device.server.catalogue = {
      ...{ ...device.server.catalogue, cursor: 0 },
      lectures: first === undefined ? [] : [{ ...first, title: 'Restored' }],
    };
    await core.refresh();
    expect([...core.catalogue.get().lectures.values()].map(({ title }) => title)).toEqual(['Restored']);
  });
});
