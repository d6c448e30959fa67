import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreHarness } from './testing/core-harness';
import { settled } from './testing/activity';

let harness: CoreHarness;

beforeEach(() => {
  harness = new CoreHarness();
});

afterEach(() => {
  expect(harness.world.faults).toEqual([]);
});

describe('accounts', () => {
  it('C9: a guest’s progress is adopted once, with one intent per register', async () => {
    const core = await harness.open();
    await settled();
    await core.setFlag('lecture-1', 'favorite', true);
    await core.setFlag('lecture-1', 'favorite', false);
    await core.setFlag('lecture-2', 'completion', true);
    expect(core.sync.get().pending).toBe(0);
    await core.signIn('a', 'password');
    await settled();
    expect(core.account.get()).toMatchObject({ state: 'signed-in', guestLectures: 2 });
    expect(core.listening.get().size).toBe(0);
    await core.keepGuestProgress(true);
    await settled();
    expect(harness.sentTypes().sort()).toEqual(['COMPLETED', 'UNFAVORITED']);
    expect(core.account.get().guestLectures).toBe(0);
    expect(core.listening.get().get('lecture-2')?.completed).toBe(true);
  });

  it('C9: declined guest progress stays with the guest, and the question returns only when there is more', async () => {
    const core = await harness.open();
    await settled();
    await core.setFlag('lecture-1', 'favorite', true);
    await core.signIn('a', 'password');
    await core.keepGuestProgress(false);
    expect(core.account.get().guestLectures).toBe(0);
    await core.signOut();
    await settled();
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
    await core.setFlag('lecture-2', 'favorite', true);
    await core.signIn('a', 'password');
    expect(core.account.get().guestLectures).toBe(1);
  });

  it('C9: switching accounts never mixes their states, and signing in again resumes what was pending', async () => {
    const core = await harness.signedIn('a');
    harness.server.reachable = false;
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    harness.server.reachable = true;
    harness.world.network.set(false);
    await core.signOut();
    harness.world.network.set(true);
    await settled();
    expect(harness.server.signedIn).toBeNull();
    await core.signIn('b', 'password');
    await settled();
    expect(core.listening.get().size).toBe(0);
    expect(harness.sentTypes()).toEqual([]);
    await core.signOut();
    await settled();
    await core.signIn('a', 'password');
    await settled();
    harness.world.time.advance(60_000);
    await settled();
    const bearing = harness.server.requests.filter(({ intents }) => intents.length > 0);
    expect(bearing.map(({ listenerId }) => listenerId)).toEqual(['listener-a']);
  });

  it('C9: a signed-in listener stays signed in when the app starts offline', async () => {
    await harness.signedIn();
    harness.server.reachable = false;
    const core = await harness.restarted();
    expect(core.account.get()).toMatchObject({ state: 'signed-in', name: 'a' });
    await settled();
    expect(core.account.get().state).toBe('signed-in');
    expect(core.catalogue.get().lectures.size).toBe(2);
  });
});
