import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness } from '../testing/core-harness';
import { settled } from '../testing/activity';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

const provided = { listenerId: 'listener-p', name: 'p' };

describe('signing in with a provider', () => {
  it('C9: is entered when the browser comes back with a session', async () => {
    const core = await device.open();
    await settled();
    expect(await core.prepareSignIn()).toBeNull();
    device.server.signedIn = provided;
    const back = await device.restarted();
    expect(await back.completeSignIn()).toBeNull();
    await settled();
    expect(back.account.get()).toMatchObject({ state: 'signed-in', listenerId: 'listener-p' });
  });

  it('C9: is not undone by a sign-out that the server had not been told of', async () => {
    const core = await device.signedIn('a');
    device.server.reachable = false;
    await core.signOut();
    await settled();
    expect(await core.prepareSignIn()).toBe('no-answer');
    device.server.reachable = true;
    expect(await core.prepareSignIn()).toBeNull();
    expect(device.server.signedIn).toBeNull();
    device.server.signedIn = provided;
    const back = await device.restarted();
    await back.completeSignIn();
    await settled();
    await back.refresh();
    expect(device.server.signedIn).toEqual(provided);
    expect(back.account.get()).toMatchObject({ state: 'signed-in', name: 'p' });
  });

  it('C9: replaces an account whose session was over, whose changes wait for its own sign-in', async () => {
    const core = await device.signedIn('a');
    device.server.signedIn = null;
    await core.refresh();
    await core.setFlag('lecture-1', 'favorite', true);
    device.server.signedIn = provided;
    const back = await device.restarted();
    await back.completeSignIn();
    await settled();
    expect(back.account.get()).toMatchObject({ state: 'signed-in', name: 'p' });
    expect(await device.entriesOf('listener-a')).toHaveLength(1);
    expect(device.server.state('lecture-1')).toBeUndefined();
  });

  it('is told when the browser came back without a session', async () => {
    const core = await device.open();
    await settled();
    expect(await core.completeSignIn()).toBe('provider-failed');
    expect(core.account.get().state).toBe('guest');
  });
});
