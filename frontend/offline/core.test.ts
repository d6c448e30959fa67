import 'fake-indexeddb/auto';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { Changes } from './live/changes';
import { ClockWatch } from './clock/clock-watch';
import { openCore } from './core';
import { Exchange } from './outbox/exchange';
import { NO_REGISTERS } from './rules/join';
import { MemoryTables } from './storage/memory-tables';
import { CoreHarness, HOUR_MS, type Core } from './testing/core-harness';
import { settled } from './testing/activity';
import { gate } from './testing/gate';
import { sharedChannels, uuid } from './testing/fake-world';

let harness: CoreHarness;

beforeEach(() => {
  harness = new CoreHarness();
});

afterEach(() => {
  expect(harness.world.faults).toEqual([]);
});

describe('the outbox and its drain', () => {
  it('C1: an action is visible at once, survives a restart offline, and is sent when there is a network', async () => {
    await harness.signedIn();
    harness.world.network.set(false);
    const core = await harness.restarted();
    harness.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', true);
    expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
    expect(core.sync.get().pending).toBe(1);
    const again = await harness.restarted(2000);
    expect(again.listening.get().get('lecture-1')?.favorite).toBe(true);
    await settled();
    expect(harness.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(again.sync.get().pending).toBe(0);
  });

  it('C5: the app makes no call while the browser reports no network', async () => {
    const core = await harness.signedIn();
    harness.world.network.set(false);
    await settled();
    const before = harness.server.calls.length;
    await core.setFlag('lecture-1', 'favorite', true);
    await core.refresh();
    harness.world.time.advance(HOUR_MS);
    await settled();
    expect(await core.signIn('b', 'password')).toBe('offline');
    expect(harness.server.calls.length).toBe(before);
    expect(core.online.get()).toBe(false);
  });

  it.each([
    [{ status: 429, retryAfterSeconds: 4 }, { waitSeconds: 4 }],
    [{ status: 503, retryAfterSeconds: 2 }, 'failed'],
    [{ status: 502, retryAfterSeconds: null }, 'failed'],
  ])(
    'a server that answers %o to a sign-in does not count as a missing network',
    async (refused, problem) => {
      const core = await harness.signedIn();
      harness.server.refusing.set('signIn', refused);
      expect(await core.signIn('b', 'password')).toEqual(problem);
      expect(await core.signUp('b', 'password', null)).toEqual(problem);
      expect(core.account.get()).toMatchObject({ state: 'signed-in', listenerId: 'listener-a' });
      harness.server.refusing.clear();
      expect(await core.signIn('b', 'password')).toBeNull();
    },
  );

  it('a server that does not answer a sign-in is not taken for a missing network', async () => {
    const core = await harness.signedIn();
    harness.server.reachable = false;
    expect(await core.signIn('b', 'password')).toBe('no-answer');
    harness.world.network.set(false);
    expect(await core.signIn('b', 'password')).toBe('offline');
  });

  it('C5: an entry that is added during a drain is sent', async () => {
    const core = await harness.signedIn();
    const { opened, open } = gate();
    harness.server.held.set('sync', opened);
    await core.setFlag('lecture-1', 'favorite', true);
    await settled();
    await core.setFlag('lecture-2', 'favorite', true);
    open();
    await settled();
    expect(harness.server.state('lecture-2')?.favorite?.favorite).toBe(true);
    expect(await harness.entriesOf('listener-a')).toEqual([]);
  });

  it('R8: stamps of a clock far ahead are corrected and sent again, with new ids, in their order', async () => {
    const core = await harness.signedIn();
    harness.world.network.set(false);
    const trueNow = harness.world.time.at;
    harness.world.time.at += 10 * HOUR_MS;
    await core.setFlag('lecture-1', 'completion', true);
    await core.setFlag('lecture-1', 'completion', false);
    const wrong = await harness.entriesOf('listener-a');
    Object.assign(harness.server, { now: () => trueNow });
    harness.world.network.set(true);
    await settled();
    expect(core.sync.get().pending).toBe(0);
    const register = harness.server.state('lecture-1')?.completion;
    expect(register?.completed).toBe(false);
    expect(register?.occurredAt).toBeLessThanOrEqual(trueNow + 1000);
    expect(wrong.map(({ id }) => id)).not.toContain(register?.intentId);
    expect(core.listening.get().get('lecture-1')?.completed).toBe(false);
  });

  it('R13: a new epoch starts over and offers every register that this device holds', async () => {
    const core = await harness.signedIn();
    await core.setFlag('lecture-1', 'favorite', true);
    await core.setFlag('lecture-2', 'completion', true);
    await settled();
    const held = harness.server.state('lecture-2')?.completion;
    harness.server.restoreEmpty('epoch-2');
    await core.refresh();
    await settled();
    expect(harness.server.state('lecture-1')?.favorite?.favorite).toBe(true);
    expect(harness.server.state('lecture-2')?.completion).toMatchObject({
      completed: true,
      occurredAt: held?.occurredAt,
      intentId: held?.intentId,
    });
    expect(core.sync.get().pending).toBe(0);
    expect(core.listening.get().get('lecture-2')?.completed).toBe(true);
  });

  /** Another device heard a minute of the first lecture, and this one received it. */
  async function heardElsewhere(core: Core): Promise<void> {
    harness.server.elsewhere({
      ...{ id: uuid(9), type: 'PROGRESS', lectureId: 'lecture-1', occurredAt: harness.world.time.at },
      ...{ positionMs: 60_000, audioAssetId: 'asset-1' },
    });
    await core.refresh();
    await settled();
  }

  it('C7: changes of another device arrive', async () => {
    const core = await harness.signedIn();
    await heardElsewhere(core);
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(60_000);
  });

  it('C7: a late answer with an older revision overwrites nothing', async () => {
    await heardElsewhere(await harness.signedIn());
    const { tables, channel, time, random } = harness.world;
    const exchange = new Exchange(tables, new Changes(channel), new ClockWatch(time, random), time, random);
    const batch = await exchange.take('listener-a');
    assert(batch !== null);
    await exchange.apply(batch, {
      ...{ listenerId: 'listener-a', serverTime: time.at, epoch: harness.server.epoch, more: false },
      ...{ cursor: batch.request.cursor, verdicts: [] },
      states: [{ lectureId: 'lecture-1', revision: 0, ...NO_REGISTERS }],
    });
    const [state] = await tables.transact(['states'], 'read', (transaction) =>
      transaction.table('states').within(['listener-a', 'lecture-1']),
    );
    expect(state?.position?.positionMs).toBe(60_000);
  });

  it('C1: an action after a received stamp gets a later stamp, even on a slow clock', async () => {
    const core = await harness.signedIn();
    const seenAt = harness.world.time.at + 200_000;
    const other = { positionMs: null, audioAssetId: null, lectureId: 'lecture-1' };
    harness.server.elsewhere({ ...other, id: uuid(9), type: 'COMPLETED', occurredAt: seenAt });
    await core.refresh();
    await settled();
    await core.setFlag('lecture-1', 'completion', false);
    await settled();
    expect(harness.server.state('lecture-1')?.completion).toMatchObject({
      completed: false,
      occurredAt: seenAt + 1,
    });
  });
});

describe('two tabs', () => {
  it('C6: both show what either did, and each entry is sent once by the tab that drains', async () => {
    const [here, there] = sharedChannels(2);
    harness.world = { ...harness.world, channel: here ?? harness.world.channel };
    const first = await harness.signedIn();
    const second = await openCore({ ...harness.world, channel: there ?? harness.world.channel });
    await settled();
    await Promise.all([
      first.setFlag('lecture-1', 'favorite', true),
      second.setFlag('lecture-2', 'completion', true),
    ]);
    await settled();
    harness.world.time.advance(5_000);
    await settled();
    for (const core of [first, second]) {
      expect(core.listening.get().get('lecture-1')?.favorite).toBe(true);
      expect(core.listening.get().get('lecture-2')?.completed).toBe(true);
      expect(core.sync.get().pending).toBe(0);
    }
    expect(harness.sentTypes().sort()).toEqual(['COMPLETED', 'FAVORITED']);
    expect(harness.world.faults).toEqual([]);
  });
});

describe('a full device', () => {
  it('C1: the first start on a full device opens the app', async () => {
    const tables = new MemoryTables();
    const transact = tables.transact.bind(tables);
    tables.transact = (names, mode, work) =>
      transact(names, mode, (transaction) =>
        work({
          table: (name) => ({
            ...transaction.table(name),
            put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
          }),
        }),
      );
    const { world } = new CoreHarness(tables);
    const core = await openCore(world);
    expect(core.account.get().state).toBe('guest');
    expect(world.faults.length).toBeGreaterThan(0);
  });
});
