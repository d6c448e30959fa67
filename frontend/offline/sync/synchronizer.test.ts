import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { Device, HOUR_MS, type Core } from '../testing/device';
import { gate } from '../testing/gate';
import { settled } from '../testing/activity';
import { fakeWorld, uuid } from '../testing/fake-world';
import { SYNC_LOCK } from './drain';

let device: Device;

beforeEach(() => {
  device = new Device();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

/** Lets timers come due, one second after the other. */
async function wait(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    device.world.time.advance(1_000);
    await settled();
  }
  await settled();
}

async function expired(): Promise<Core> {
  const core = await device.signedIn();
  device.server.signedIn = null;
  await core.refresh();
  expect(core.account.get().state).toBe('expired');
  return core;
}

describe('synchronization', () => {
  it('R15: is retried by itself for an expired session when the server was unreachable', async () => {
    const core = await expired();
    device.server.reachable = false;
    await core.refresh();
    expect(core.online.get()).toBe(false);
    device.server.reachable = true;
    device.server.catalogue = { ...device.server.catalogue, cursor: 2, scholars: [] };
    await wait(5);
    expect(core.online.get()).toBe(true);
    expect(device.server.calls.at(-1)).toBe('catalogue');
  });

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

  it('R15: asks for a new sign-in when the cookie was lost, and then sends everything done meanwhile', async () => {
    await device.signedIn();
    device.server.signedIn = null;
    const core = await device.restarted();
    await settled();
    expect(core.account.get()).toMatchObject({ state: 'expired', listenerId: 'listener-a' });
    await core.setFlag('lecture-1', 'favorite', true);
    await core.setFlag('lecture-2', 'completion', true);
    expect(core.sync.get().pending).toBe(2);
    await core.signIn('a', 'password');
    await settled();
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(device.server.state('lecture-2')?.completion?.completed).toBe(true);
  });

  it('R15: sends the outbox although the catalogue cannot be loaded', async () => {
    const core = await device.signedIn();
    device.server.broken.add('catalogue');
    device.server.reachable = false;
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    device.server.reachable = true;
    await wait(10);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    const calls = device.server.calls.length;
    await wait(10);
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

  it('C9: ignores a late 401 of the former account', async () => {
    const core = await device.signedIn('a');
    const shown: string[] = [];
    const late = gate();
    device.server.held.set('sync', late.opened);
    device.server.faults.push('unauthorised');
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    await core.signOut();
    await core.signIn('b', 'password');
    core.account.subscribe(() => shown.push(core.account.get().state));
    late.open();
    await settled();
    expect(shown).not.toContain('expired');
    expect(core.account.get()).toMatchObject({ state: 'signed-in', listenerId: 'listener-b' });
    expect(await device.entriesOf('listener-a')).toHaveLength(1);
  });

  it('C9: does not sign out a listener who signed in meanwhile in another tab', async () => {
    const core = await device.signedIn('a');
    device.world.network.set(false);
    await core.signOut(); // The server has not been told yet. It will be at the next opportunity.
    await settled();
    // The tab sleeps and receives no messages. Another tab tells the server, and A signs in there.
    const awake = { ...fakeWorld(device.server, device.world.tables, 5000) };
    const other = await openCore(awake);
    await settled();
    expect(device.server.signedIn).toBeNull();
    expect(await other.signIn('a', 'password')).toBeNull();
    await settled();
    expect(other.account.get().state).toBe('signed-in');
    // The tab wakes, and the timer that checks for a network is due.
    device.world.network.setUnheard(true);
    device.world.time.advance(30_000);
    await settled();
    expect(device.server.signedIn?.name).toBe('a');
    await other.refresh();
    await settled();
    expect(other.account.get().state).toBe('signed-in');
  });

  it('C9: does not let a delayed sign-out end the session of a listener who signed in later', async () => {
    const core = await device.signedIn('a');
    device.server.reachable = false;
    await core.signOut();
    await settled();
    device.server.reachable = true;
    const late = gate();
    device.server.held.set('session answer', late.opened);
    const refreshing = core.refresh();
    await settled();
    await core.signIn('b', 'password');
    late.open();
    await refreshing;
    await settled();
    expect(device.server.signedIn?.name).toBe('b');
    expect(core.account.get()).toMatchObject({ state: 'signed-in', listenerId: 'listener-b' });
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
    await wait(30);
    expect(device.server.calls.slice(calls)).toEqual([]);
    await wait(60);
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
    await wait(61);
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
  });

  it('C5: notices a network that returns without an event', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    device.world.network.setUnheard(true);
    await wait(60);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(core.online.get()).toBe(true);
  });

  it('C5, C9: shows the guest, also offline, in a tab that slept during the sign-out in another tab', async () => {
    const first = await device.signedIn();
    await first.setFlag('lecture-1', 'favorite', true);
    await settled();
    // They share no channel, because messages to a sleeping tab may be lost.
    const slept = await openCore(device.world);
    await settled();
    await first.signOut();
    await first.setFlag('lecture-2', 'favorite', true);
    await settled();
    expect(slept.account.get().state).toBe('signed-in');
    device.world.network.set(false);
    device.world.page.show();
    await settled();
    expect(slept.account.get().state).toBe('guest');
    expect([...slept.listening.get().keys()]).toEqual(['lecture-2']);
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
