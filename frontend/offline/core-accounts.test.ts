import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CoreStand } from './testing/core-stand';
import { settled } from './testing/activity';

let stand: CoreStand;

beforeEach(() => {
  stand = new CoreStand();
});

afterEach(() => {
  expect(stand.world.faults).toEqual([]);
});

describe('accounts', () => {
  it('C9: a guest’s progress is taken over once, one intent per register', async () => {
    const core = await stand.open();
    await settled();
    await core.setFavorite('lecture-1', true);
    await core.setFavorite('lecture-1', false);
    await core.setCompleted('lecture-2', true);
    expect(core.sync.get().pending).toBe(0);
    await core.signIn('a', 'password');
    await settled();
    expect(core.account.get()).toMatchObject({ state: 'signed-in', guestLectures: 2 });
    expect(core.listening.get().size).toBe(0);
    await core.keepGuestProgress(true);
    await settled();
    expect(stand.sentTypes().sort()).toEqual(['COMPLETED', 'UNFAVORITED']);
    expect(core.account.get().guestLectures).toBe(0);
    expect(core.listening.get().get('lecture-2')?.completed).toBe(true);
  });

  it('C9: left to the guest, it stays the guest’s, and is asked about again only when there is more', async () => {
    const core = await stand.open();
    await settled();
    await core.setFavorite('lecture-1', true);
    await core.signIn('a', 'password');
    await core.keepGuestProgress(false);
    expect(core.account.get().guestLectures).toBe(0);
    await core.signOut();
    await settled();
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
    await core.setFavorite('lecture-2', true);
    await core.signIn('a', 'password');
    expect(core.account.get().guestLectures).toBe(1);
  });

  it('C9: switching never mixes, and signing in again continues with what was pending', async () => {
    const core = await stand.signedIn('a');
    stand.server.reachable = false;
    await core.setFavorite('lecture-1', true);
    await settled();
    stand.server.reachable = true;
    stand.world.network.set(false);
    await core.signOut();
    stand.world.network.set(true);
    await settled();
    expect(stand.server.signedIn).toBeNull();
    await core.signIn('b', 'password');
    await settled();
    expect(core.listening.get().size).toBe(0);
    expect(stand.sentTypes()).toEqual([]);
    await core.signOut();
    await settled();
    await core.signIn('a', 'password');
    await settled();
    stand.world.time.advance(60_000);
    await settled();
    const bearing = stand.server.requests.filter(({ intents }) => intents.length > 0);
    expect(bearing.map(({ listenerId }) => listenerId)).toEqual(['listener-a']);
  });

  it('C9: a signed-in listener who opens the app offline is still that listener', async () => {
    await stand.signedIn();
    stand.server.reachable = false;
    const core = await stand.restarted();
    expect(core.account.get()).toMatchObject({ state: 'signed-in', name: 'a' });
    await settled();
    expect(core.account.get().state).toBe('signed-in');
    expect(core.catalogue.get().lectures.size).toBe(2);
  });
});
