import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { gate } from '../testing/gate';
import { settled } from '../testing/activity';
import { passSeconds } from '../testing/pass-time';
import { uuid } from '../testing/fake-world';
import { SYNC_LOCK } from './drain';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

describe('synchronization', () => {
  it('reports a first catalogue that cannot be stored while the session call is still open', async () => {
    const unheld: unknown[] = [];
    const hear = (reason: unknown) => unheld.push(reason);
    process.on('unhandledRejection', hear);
    const { open, opened } = gate();
    device.server.held.set('session', opened);
    const { tables } = device.world;
    const transact = tables.transact.bind(tables);
    const full = new DOMException('full', 'QuotaExceededError');
    tables.transact = (names, mode, work) =>
      mode === 'write' && names.some((name) => name === 'catalogue')
        ? Promise.reject(full)
        : transact(names, mode, work);
    await openCore(device.world);
    await settled();
    open();
    await settled();
    process.off('unhandledRejection', hear);
    expect(unheld).toEqual([]);
    expect(device.world.faults.splice(0)).toEqual([full]);
  });

  it('R15: sends the outbox although the catalogue cannot be loaded', async () => {
    const core = await device.signedIn();
    device.server.broken.add('catalogue');
    device.server.reachable = false;
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    device.server.reachable = true;
    await passSeconds(device.world.time, 10);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    const calls = device.server.calls.length;
    await passSeconds(device.world.time, 10);
    expect(device.server.calls.slice(calls)).toContain('catalogue');
  });

  it('C5: loads the catalogue of a first visit in parallel with the session call', async () => {
    const { opened, open } = gate();
    device.server.held.set('session', opened);
    const core = await openCore(device.world);
    await settled();
    expect(core.catalogue.get().lectures.size).toBe(2);
    open();
    await settled();
    expect(device.server.calls).toEqual(['session', 'catalogue']);
  });

  it('C5: reads the outbox once before it sends, and makes no call when there is nothing to send', async () => {
    const core = await device.signedIn();
    const { tables } = device.world;
    const transact = tables.transact.bind(tables);
    let readings = 0;
    tables.transact = (names, mode, work) => {
      const isTheDrains =
        names.includes('outbox') && (names.includes('journal') || !names.includes('locals'));
      readings += isTheDrains && (mode !== 'read' || names.length === 3) ? 1 : 0;
      return transact(names, mode, work);
    };
    const calls = device.server.calls.length;
    device.world.page.hide();
    await settled();
    expect(device.server.calls).toHaveLength(calls);
    expect(readings).toBe(1);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(device.server.calls).toHaveLength(calls + 1);
    expect(readings).toBe(1 + 2); // Once when it is taken, once when it is settled.
  });

  it('C6: waits for a lock that is never released only for a limited time, and makes no call meanwhile', async () => {
    const core = await device.signedIn();
    device.world.locks.held.add(SYNC_LOCK);
    const calls = device.server.calls.length;
    await core.setFlag('lecture-1', 'favorite', true);
    await passSeconds(device.world.time, 30);
    expect(device.server.calls.slice(calls)).toEqual([]);
    await passSeconds(device.world.time, 60);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
  });

  it('C5: makes no further call in a round when the network is lost', async () => {
    const core = await device.signedIn();
    const calls = device.server.calls.length;
    const refreshed = core.refresh();
    device.world.network.set(false);
    await refreshed;
    await settled();
    expect(device.server.calls).toHaveLength(calls);
  });

  it('C5: waits no longer than one backoff when the clock is set back during the wait', async () => {
    const core = await device.signedIn();
    device.server.reachable = false;
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    device.server.reachable = true;
    device.world.time.at -= 2 * HOUR_MS;
    Object.assign(device.server, { now: () => device.world.time.at + 2 * HOUR_MS });
    device.world.page.show();
    await passSeconds(device.world.time, 61);
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
  });

  it('C5: notices a network that returns without an event', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    device.world.network.setUnheard(true);
    await passSeconds(device.world.time, 60);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(core.online.get()).toBe(true);
  });

  it('R8: sends later actions although a stamp from the future was received', async () => {
    const core = await device.signedIn();
    const other = { positionMs: null, audioAssetId: null, lectureId: 'lecture-1' };
    const future = device.world.time.at + 10 * HOUR_MS;
    // The server's clock was ahead once and was corrected.
    device.server.elsewhere({ ...other, id: uuid(9), type: 'FAVORITED', occurredAt: future });
    await core.refresh();
    await core.setFlag('lecture-2', 'completion', true);
    await settled();
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-2')?.completion?.completed).toBe(true);
  });

  it('keeps the last 500 events in the journal', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    for (let n = 0; n < 510; n++) {
      await core.setFlag(`lecture-${n}`, 'favorite', true);
    }
    (await device.entriesOf('listener-a')).forEach(({ id }) => device.server.rejectedIds.add(id));
    device.world.network.set(true);
    await settled();
    expect(core.sync.get()).toMatchObject({ pending: 0, rejected: 510 });
    const journal = await device.journalOf('listener-a');
    expect(journal).toHaveLength(500);
  });
});
