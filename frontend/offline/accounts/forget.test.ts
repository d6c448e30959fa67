import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { TABLES_OF_ACCOUNTS } from '../storage/schema';
import { readQueue } from '../storage/settings';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { gate } from '../testing/gate';
import { settled } from '../testing/activity';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

/** How many rows of an account there are in any table. */
function rowsOf(account: string): Promise<number> {
  return device.world.tables.transact(TABLES_OF_ACCOUNTS, 'read', async (transaction) => {
    const rows = await Promise.all(
      TABLES_OF_ACCOUNTS.map((table) => transaction.table(table).within([account])),
    );
    return rows.flat().length;
  });
}

describe('forgetting an account on this device', () => {
  it('C9: removes all rows of the account, pending ones too, and signs out; the other account keeps its rows', async () => {
    const core = await device.signedIn('a');
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    await core.signOut();
    await settled();
    await core.signIn('b', 'password');
    await settled();
    device.world.network.set(false);
    await core.setFlag('lecture-2', 'favorite', true);
    core.play('lecture-1');
    expect(core.sync.get().pending).toBe(1);
    await core.forgetAccount(false);
    await settled();
    expect(await rowsOf('listener-b')).toBe(0);
    expect(core.account.get()).toMatchObject({ state: 'guest', name: null });
    expect(core.listening.get().size).toBe(0);
    expect(core.player.get().lectureId).toBeNull();
    expect(await rowsOf('listener-a')).toBeGreaterThan(0);
    device.world.network.set(true);
    await settled();
    expect(device.server.signedIn).toBeNull();
    expect(device.sentTypes()).toEqual(['FAVORITED']);
  });

  it('C9: removes the queue in the same transaction', async () => {
    const core = await device.signedIn('a');
    core.play('lecture-1');
    core.addToQueue('lecture-2');
    await settled();
    const { tables } = device.world;
    const transact = tables.transact.bind(tables);
    const left: unknown[] = [];
    tables.transact = (names, mode, work) =>
      transact(names, mode, async (transaction) => {
        const result = await work(transaction);
        if (mode === 'durable-write' && names.includes('settings')) {
          left.push(await readQueue(transaction, 'listener-a'));
        }
        return result;
      });
    await core.forgetAccount(false);
    expect(left[0]).toEqual([]);
  });

  it('C10: keeps the downloads unless the listener also removes them', async () => {
    await device.storeReadyDownload();
    const core = await device.signedIn('a');
    await core.forgetAccount(false);
    await settled();
    expect(core.downloads.get().get('lecture-1')?.state).toBe('ready');
    await core.signIn('a', 'password');
    await core.forgetAccount(true);
    await settled();
    expect(core.downloads.get().size).toBe(0);
  });

  it('C9: is not undone by an answer that arrives later or by another tab that plays for the account', async () => {
    const core = await device.signedIn('a');
    const other = await openCore(device.world);
    await settled();
    other.play('lecture-2');
    device.world.media.loaded(HOUR_MS);
    device.world.media.tell('playing');
    device.world.time.advance(2_000);
    device.world.media.playTo(2_000);
    const late = gate();
    device.server.held.set('sync', late.opened);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    await core.forgetAccount(false);
    late.open();
    await settled();
    other.pause();
    await settled();
    expect(await rowsOf('listener-a')).toBe(0);
  });

  it("C9: leaves nothing behind: signing in again loads the server's state", async () => {
    const core = await device.signedIn('a');
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    await core.forgetAccount(false);
    await core.signIn('a', 'password');
    await settled();
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
    expect(core.sync.get()).toMatchObject({ pending: 0, rejected: 0 });
  });
});
