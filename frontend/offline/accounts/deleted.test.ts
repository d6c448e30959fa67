import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TABLES_OF_ACCOUNTS } from '../storage/schema';
import { CoreHarness, HOUR_MS, type Core } from '../testing/core-harness';
import { settled } from '../testing/activity';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

async function rowsOf(account: string): Promise<number> {
  return device.world.tables.transact(TABLES_OF_ACCOUNTS, 'read', async (transaction) => {
    const rows = await Promise.all(
      TABLES_OF_ACCOUNTS.map((table) => transaction.table(table).within([account])),
    );
    return rows.flat().length;
  });
}

/** A device with one change that was sent and one that was not, whose account is deleted meanwhile. */
async function deleted(): Promise<Core> {
  const core = await device.signedIn('a');
  await core.setFlag('lecture-1', 'favorite', true);
  await settled();
  device.world.network.set(false);
  await core.setFlag('lecture-2', 'completion', true);
  device.server.deleteSignedIn();
  device.world.network.set(true);
  await settled();
  return core;
}

describe('the device of an account that the server has deleted', () => {
  it('C9: is told so, sends nothing more, and counts nothing as pending', async () => {
    const core = await deleted();
    expect(core.account.get()).toMatchObject({ state: 'deleted', listenerId: 'listener-a', name: 'a' });
    expect(core.sync.get().pending).toBe(0);
    expect([...core.listening.get().keys()].sort()).toEqual(['lecture-1', 'lecture-2']);
    const sent = device.server.requests.length;
    await core.setFlag('lecture-1', 'completion', true);
    await core.refresh();
    expect(device.server.requests).toHaveLength(sent);
    expect(core.account.get().state).toBe('deleted');
  });

  it('C9: is told so at its next start', async () => {
    await device.signedIn('a');
    device.server.deleteSignedIn();
    const core = await device.restarted();
    await settled();
    expect(core.account.get().state).toBe('deleted');
    device.world.network.set(false);
    expect((await device.restarted(2000)).account.get().state).toBe('deleted');
  });

  it('C9: keeps its account when the session that was deleted is another account’s', async () => {
    const core = await device.signedIn('a');
    device.server.deletedListenerId = 'listener-b';
    device.server.signedIn = null;
    await core.refresh();
    expect(core.account.get().state).toBe('expired');
  });

  it('C9: keeps everything for the guest, what was never sent included, and for the account that signs in later', async () => {
    const core = await deleted();
    await core.keepDeletedAsGuest();
    await settled();
    expect(core.account.get()).toMatchObject({ state: 'guest', listenerId: null });
    expect(await rowsOf('listener-a')).toBe(0);
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
    expect(core.listening.get().get('lecture-2')?.completed).toBe(true);

    await core.signIn('b', 'password');
    await settled();
    expect(core.account.get().guestLectures).toBe(2);
    await core.keepGuestProgress(true);
    await settled();
    expect(device.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(device.server.state('lecture-2')?.completion?.completed).toBe(true);
    expect(core.sync.get().pending).toBe(0);
  });

  it('C9: lets the later of the guest’s and the account’s progress count, register by register', async () => {
    const core = await device.open();
    await settled();
    await core.setFlag('lecture-1', 'favorite', true);
    await core.setFlag('lecture-1', 'completion', true);
    device.world.time.advance(HOUR_MS);
    await core.signIn('a', 'password');
    await settled();
    await core.keepGuestProgress(false);
    await core.setFlag('lecture-1', 'favorite', false);
    await settled();
    device.server.deleteSignedIn();
    await core.refresh();
    await core.keepDeletedAsGuest();
    await settled();
    expect(core.listening.get().get('lecture-1')).toMatchObject({ favorite: false, completed: true });
  });

  it('C9: keeps the position of a lecture that is being played', async () => {
    const core = await device.signedIn('a');
    core.play('lecture-1');
    device.world.media.loaded(HOUR_MS);
    device.world.media.tell('playing');
    device.world.time.advance(60_000);
    device.world.media.playTo(60_000);
    await settled();
    device.server.deleteSignedIn();
    await core.refresh();
    await core.keepDeletedAsGuest();
    await settled();
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(60_000);
  });

  it('C9: removes everything when the listener chooses so', async () => {
    const core = await deleted();
    await core.forgetAccount(false);
    await settled();
    expect(core.account.get().state).toBe('guest');
    expect(await rowsOf('listener-a')).toBe(0);
    expect(core.listening.get().size).toBe(0);
  });

  it('C9: may sign in to another account before the choice', async () => {
    const core = await deleted();
    expect(await core.signIn('b', 'password')).toBeNull();
    await settled();
    expect(core.account.get()).toMatchObject({ state: 'signed-in', name: 'b' });
    expect(core.listening.get().size).toBe(0);
  });
});

describe('deleting the own account', () => {
  it('needs the right password', async () => {
    const core = await device.signedIn('a');
    expect(await core.deleteAccount('wrong')).toBe('wrong-password');
    expect(core.account.get().state).toBe('signed-in');
    device.world.network.set(false);
    expect(await core.deleteAccount('password')).toBe('offline');
    expect(core.account.get().state).toBe('signed-in');
  });

  it('leaves the choice of what becomes of it on this device', async () => {
    const core = await device.signedIn('a');
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    expect(await core.deleteAccount('password')).toBeNull();
    await settled();
    expect(core.account.get().state).toBe('deleted');
    await core.keepDeletedAsGuest();
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
  });
});
