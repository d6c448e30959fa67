import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { CoreHarness, type Core } from '../testing/core-harness';
import { gate } from '../testing/gate';
import { settled } from '../testing/activity';
import { passSeconds } from '../testing/pass-time';
import { fakeWorld } from '../testing/fake-world';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

async function expired(): Promise<Core> {
  const core = await device.signedIn();
  device.server.signedIn = null;
  await core.refresh();
  expect(core.account.get().state).toBe('expired');
  return core;
}

describe('the session of a synchronization', () => {
  it('R15: is retried by itself for an expired session when the server was unreachable', async () => {
    const core = await expired();
    device.server.reachable = false;
    await core.refresh();
    expect(core.online.get()).toBe(false);
    device.server.reachable = true;
    device.server.catalogue = { ...device.server.catalogue, cursor: 2, scholars: [] };
    await passSeconds(device.world.time, 5);
    expect(core.online.get()).toBe(true);
    expect(device.server.calls.at(-1)).toBe('catalogue');
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

  it('C9: ignores a late 401 of the former account', async () => {
    const core = await device.signedIn('a');
    const shown: string[] = [];
    const late = gate();
    device.server.held.set('sync', late.opened);
    device.server.faults.push('unauthorised');
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    const leaving = core.signOut();
    await settled();
    device.world.time.advance(5_000); // It waits no longer for the server.
    await leaving;
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
});
