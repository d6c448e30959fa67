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

describe('synchronizing', () => {
  it('R15: the app of an expired session tries again by itself when the server was not there', async () => {
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

  it('a first catalogue that cannot be stored is told while the server still thinks about who listens', async () => {
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

  it('R15: a cookie that was lost asks for a new sign-in, after which all that was done meanwhile is sent', async () => {
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

  it('R15: a catalogue that cannot be had does not hold back the outbox', async () => {
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

  it('C5: on a first visit what there is to hear is not asked for after who listens, but beside it', async () => {
    const { opened, open } = gate();
    device.server.held.set('session', opened);
    const core = await openCore(device.world);
    await settled();
    expect(core.catalogue.get().lectures.size).toBe(2);
    open();
    await settled();
    expect(device.server.calls).toEqual(['session', 'catalogue']);
  });

  it('C9: a late 401 of the former account does not expire the one that signed in meanwhile', async () => {
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

  it('C9: does not end the session of whoever signed in meanwhile in another tab', async () => {
    const core = await device.signedIn('a');
    device.world.network.set(false);
    await core.signOut(); // The server is to be told at the next random.
    await settled();
    // The tab sleeps: nothing that others tell reaches it. Another one tells the server, and A signs in there.
    const awake = { ...fakeWorld(device.server, device.world.tables, 5000) };
    const other = await openCore(awake);
    await settled();
    expect(device.server.signedIn).toBeNull();
    expect(await other.signIn('a', 'password')).toBeNull();
    await settled();
    expect(other.account.get().state).toBe('signed-in');
    // It wakes: the timer that looked for a network is due.
    device.world.network.setUnheard(true);
    device.world.time.advance(30_000);
    await settled();
    expect(device.server.signedIn?.name).toBe('a');
    await other.refresh();
    await settled();
    expect(other.account.get().state).toBe('signed-in');
  });

  it('C9: a sign-out that is still owed to the server never ends the session of who signed in since', async () => {
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

  it('C5: what is to be sent is read once before it leaves, and nobody is asked when there is nothing to say', async () => {
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

  it('C6: a lock that is never let go holds back the outbox for a while only, and costs no calls', async () => {
    const core = await device.signedIn();
    device.world.locks.held.add(SYNC_LOCK);
    const calls = device.server.calls.length;
    await core.setFlag('lecture-1', 'favorite', true);
    await wait(30);
    expect(device.server.calls.slice(calls)).toEqual([]);
    await wait(60);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
  });

  it('C5: when the network goes in the midst of a round, nothing more of it is called', async () => {
    const core = await device.signedIn();
    const calls = device.server.calls.length;
    const refreshed = core.refresh();
    device.world.network.set(false);
    await refreshed;
    await settled();
    expect(device.server.calls).toHaveLength(calls);
  });

  it('C5: a clock that is set back while the server is let alone keeps nothing waiting for longer than a backoff', async () => {
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

  it('C5: a network that comes back without an event is found all the same', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    device.world.network.setUnheard(true);
    await wait(60);
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(core.online.get()).toBe(true);
  });

  it('C5, C9: a tab that slept through another’s sign-out finds out when it is shown, also offline', async () => {
    const first = await device.signedIn();
    await first.setFlag('lecture-1', 'favorite', true);
    await settled();
    // No channel between them: what is posted to a sleeping tab may be lost.
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

  it('R8: a stamp received from the future neither blocks the outbox nor is outbid for ever', async () => {
    const core = await device.signedIn();
    const other = { positionMs: null, audioAssetId: null, lectureId: 'lecture-1' };
    const future = device.world.time.at + 10 * HOUR_MS;
    // The server's own clock was ahead once, and was put right.
    device.server.elsewhere({ ...other, id: uuid(9), type: 'FAVORITED', occurredAt: future });
    await core.refresh();
    await core.setFlag('lecture-2', 'completion', true);
    await settled();
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-2')?.completion?.completed).toBe(true);
  });

  it('R13: the time of the first completion outlives a restore too', async () => {
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

  it('R13, C5: all that has to be offered again is known to be pending, whatever follows the answer that says so', async () => {
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

  it('R13: a catalogue of another history replaces ours whole or not at all', async () => {
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

  it('R13: a catalogue that is behind what this device saw of it is read from the beginning', async () => {
    const core = await device.signedIn();
    const [first] = device.server.catalogue.lectures;
    device.server.catalogue = {
      ...{ ...device.server.catalogue, cursor: 0 },
      lectures: first === undefined ? [] : [{ ...first, title: 'Restored' }],
    };
    await core.refresh();
    expect([...core.catalogue.get().lectures.values()].map(({ title }) => title)).toEqual(['Restored']);
  });

  it('the journal holds the last 500 events', async () => {
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
  it('C5: writes first, then sends what is pending so that it is carried on without the page', async () => {
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

  it('C2, R1: an answer that no page lived to hear costs nothing: the very same entry is sent again', async () => {
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

  it('C5: sends no more at once than the browser carries for a page that is gone', async () => {
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

  it('C5: what cannot be sent is left to the worker too, and asks the browser for nothing while all is sent', async () => {
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
