import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCore } from '../core';
import { appendToJournal } from '../storage/journal';
import { readAccount } from '../storage/settings';
import { CoreHarness } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { uuid } from '../testing/fake-world';

let device: CoreHarness;

beforeEach(() => {
  device = new CoreHarness();
});

describe('the journal', () => {
  it('R10: lists what was sent, received and refused with the reason, the newest first', async () => {
    const core = await device.signedIn();
    const elsewhere = { positionMs: null, audioAssetId: null, lectureId: 'lecture-2' };
    device.server.elsewhere({ ...elsewhere, id: uuid(9), type: 'FAVORITED', occurredAt: 1 });
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', true);
    await core.setFlag('lecture-1', 'completion', true);
    const [completed] = (await device.entriesOf('listener-a')).filter(({ type }) => type === 'COMPLETED');
    device.server.rejectedIds.add(completed?.id ?? '');
    device.world.network.set(true);
    await settled();
    const { entries, rejected } = await core.journal();
    expect(entries.map(({ event }) => event)).toMatchObject([
      { kind: 'rejected', reason: 'INVALID_POSITION', change: { type: 'COMPLETED', lectureId: 'lecture-1' } },
      { kind: 'exchanged', by: 'page', sent: 2, applied: 1, received: 1 },
    ]);
    expect(rejected).toEqual(entries.slice(0, 1));
  });

  it('R10: does not list this device’s own action as received when it returns from the server', async () => {
    const core = await device.signedIn();
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    await core.forgetAccount(false);
    const elsewhere = { positionMs: null, audioAssetId: null, lectureId: 'lecture-2' };
    device.server.elsewhere({ ...elsewhere, id: uuid(9), type: 'FAVORITED', occurredAt: 1 });
    await core.signIn('a', 'password');
    await settled();
    const { entries } = await core.journal();
    expect(entries.map(({ event }) => event)).toMatchObject([{ kind: 'exchanged', sent: 0, received: 1 }]);
  });

  it('R15: counts a repeated failure in one event', async () => {
    const core = await device.signedIn();
    device.server.reachable = false;
    const calls = device.server.calls.length;
    await core.setFlag('lecture-1', 'favorite', true);
    await core.refresh();
    await core.refresh();
    await settled();
    const { entries } = await core.journal();
    expect(entries).toMatchObject([{ event: { kind: 'failed', problem: 'unavailable' } }]);
    expect(entries[0]?.event).toMatchObject({ times: device.server.calls.length - calls });
  });

  it('R10: keeps refusals when it discards the oldest ordinary events', async () => {
    const core = await device.signedIn();
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', true);
    const [entry] = await device.entriesOf('listener-a');
    device.server.rejectedIds.add(entry?.id ?? '');
    device.world.network.set(true);
    await settled();
    const outcomes = { sent: 1, applied: 1, duplicate: 0, superseded: 0 };
    const exchanged = { kind: 'exchanged', by: 'page', received: 0, ...outcomes } as const;
    const TABLES = ['accounts', 'journal', 'rejections'] as const;
    await device.world.tables.transact(TABLES, 'write', async (transaction) => {
      const row = await readAccount(transaction, 'listener-a');
      const events = Array.from({ length: 510 }, () => exchanged);
      await transaction.table('accounts').put(await appendToJournal(transaction, row, 1, events));
    });
    const { entries, rejected } = await core.journal();
    expect(entries).toHaveLength(500);
    expect(entries.some(({ event }) => event.kind === 'rejected')).toBe(false);
    expect(rejected).toMatchObject([{ event: { reason: 'INVALID_POSITION' } }]);
  });

  it('C9: is exported as JSON with the pending entries of the present account, without those of a guest', async () => {
    const core = await device.signedIn('a');
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', true);
    const exported = JSON.parse(await core.exportJournal()) as { pending: unknown[]; account: object };
    expect(exported.pending).toHaveLength(1);
    expect(exported.account).toMatchObject({ account: 'listener-a', name: 'a' });
    await core.signOut();
    expect(await core.journal()).toEqual({ entries: [], rejected: [] });
    const asGuest = await (await openCore(device.world)).exportJournal();
    expect(asGuest).not.toContain('listener-a');
  });
});
