import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness, type Core } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { gate } from '../testing/gate';
import { listen, play } from '../testing/listening';

let device: CoreHarness;
let core: Core;

beforeEach(async () => {
  device = new CoreHarness();
  core = await device.signedIn();
  play(device, core);
  listen(device, 20);
});

describe('C9: signing out while a lecture plays', () => {
  it('sends what was heard last before the session ends', async () => {
    await core.signOut();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(20_000);
    expect(await device.entriesOf('listener-a')).toEqual([]);
    await settled();
    expect(core.account.get().state).toBe('guest');
    expect(device.server.signedIn).toBeNull();
  });

  it('ends offline at once, and what waits is sent at the next sign-in', async () => {
    device.world.network.set(false);
    await core.signOut();
    expect(core.account.get().state).toBe('guest');
    expect(await device.entriesOf('listener-a')).toHaveLength(1);
    device.world.network.set(true);
    await settled();
    await core.signIn('a', 'password');
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(20_000);
  });

  it('waits for a server that does not answer for five seconds at most', async () => {
    const late = gate();
    device.server.held.set('sync', late.opened);
    const leaving = core.signOut();
    await settled();
    expect(core.account.get().state).toBe('signed-in');
    device.world.time.advance(5_000);
    await leaving;
    expect(core.account.get().state).toBe('guest');
    expect(await device.entriesOf('listener-a')).toHaveLength(1);
    late.open();
    await settled();
  });
});

describe('C3: a flush', () => {
  it('writes and sends where playback is, which plays on, and tells what waits', async () => {
    expect(await core.flush()).toBe(0);
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(20_000);
    expect(core.player.get().state).toBe('playing');
    device.world.network.set(false);
    listen(device, 10);
    expect(await core.flush()).toBe(1);
  });
});
