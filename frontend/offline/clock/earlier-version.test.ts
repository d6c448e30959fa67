import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEntry } from '../rules/intent';
import { ROWS, WRITTEN_AT } from '../storage/fixtures/before-final-stamps';
import { IdbTables } from '../storage/idb-tables';
import type { Rows, TableName } from '../storage/schema';
import { readClock, writeClock } from '../storage/settings';
import { settled } from '../testing/activity';
import { databaseName } from '../testing/database-name';
import { CoreHarness, HOUR_MS } from '../testing/core-harness';
import { uuid } from '../testing/fake-world';

const MINUTE_MS = 60_000;
const AHEAD_MS = HOUR_MS;

let device: CoreHarness;

beforeEach(async () => {
  const tables = new IdbTables({}, databaseName());
  for (const [name, rows] of Object.entries(ROWS) as Array<[TableName, Array<Rows[TableName]>]>) {
    await tables.transact([name], 'write', async (transaction) => {
      for (const row of rows) {
        await transaction.table(name).put(row);
      }
    });
  }
  device = new CoreHarness(tables);
  device.server.signedIn = { listenerId: 'listener-a', name: 'a' };
  device.world.time.at = WRITTEN_AT + 5 * MINUTE_MS + AHEAD_MS;
  Object.assign(device.server, { now: () => device.world.time.at - AHEAD_MS });
});

afterEach(() => {
  expect(device.world.faults).toEqual([]);
});

/** Written as that version did: with the stored offset, without the members that it does not know. */
async function unfavoriteInThatVersion(): Promise<void> {
  const { tables, time } = device.world;
  await tables.transact(['settings', 'outbox'], 'durable-write', async (transaction) => {
    const clock = await readClock(transaction);
    const deviceAt = time.at;
    const occurredAt = Math.max(deviceAt + clock.offsetMs, clock.drawnAt + 1, clock.receivedAt + 1);
    const entry: OutboxEntry = {
      ...{ id: uuid(99), type: 'UNFAVORITED', lectureId: 'lecture-1', occurredAt, account: 'listener-a' },
      ...{ positionMs: null, audioAssetId: null, sent: false, parked: null },
      ...{ offsetMs: clock.offsetMs, deviceAt, seenAt: clock.receivedAt },
    };
    await writeClock(transaction, { ...clock, drawnAt: occurredAt });
    await transaction.table('outbox').put(entry);
  });
}

describe('rows of the version before final stamps', () => {
  it('R8: are restamped at the first anchor, for the account and for the guest', async () => {
    const core = await device.restarted();
    await settled();
    expect(core.sync.get().pending).toBe(0);
    const state = device.server.state('lecture-1');
    expect(state?.favorite?.occurredAt).toBe(WRITTEN_AT);
    expect(state?.position).toMatchObject({ positionMs: 60_000, occurredAt: WRITTEN_AT + MINUTE_MS });
    await core.keepGuestProgress(true);
    await settled();
    expect(device.server.state('lecture-2')?.favorite?.occurredAt).toBe(WRITTEN_AT + 2 * MINUTE_MS);
    expect(core.sync.get().pending).toBe(0);
  });

  it('R14: are sent when an old tab writes them while a new one is open', async () => {
    const core = await device.restarted();
    await settled();
    device.world.time.advance(MINUTE_MS);
    await unfavoriteInThatVersion();
    await core.refresh();
    await settled();
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.favorite).toMatchObject({
      favorite: false,
      occurredAt: WRITTEN_AT + 6 * MINUTE_MS,
    });
  });

  it('R8.6: move at the next anchor when an old tab wrote them after the clock was set', async () => {
    const core = await device.restarted();
    await settled();
    device.world.network.set(false);
    device.world.time.advance(3 * HOUR_MS);
    // Set back by two hours.
    device.world.time.at -= 2 * HOUR_MS;
    Object.assign(device.server, { now: () => device.world.time.at - AHEAD_MS + 2 * HOUR_MS });
    await unfavoriteInThatVersion();
    device.world.network.set(true);
    await settled();
    expect(core.sync.get().pending).toBe(0);
    expect(device.server.state('lecture-1')?.favorite).toMatchObject({
      favorite: false,
      occurredAt: WRITTEN_AT + 5 * MINUTE_MS + 3 * HOUR_MS,
    });
  });

  it('R14: have all members that the old version reads, also when the new version writes them', async () => {
    const core = await device.restarted();
    await settled();
    device.world.network.set(false);
    await core.setFlag('lecture-1', 'favorite', false);
    const [entry] = await device.entriesOf('listener-a');
    expect(entry).toMatchObject({
      ...{ offsetMs: expect.any(Number) as number, deviceAt: expect.any(Number) as number },
      ...{ seenAt: expect.any(Number) as number, sent: false, parked: null },
    });
    const clock = await device.world.tables.transact(['settings'], 'read', readClock);
    expect(clock).toMatchObject({
      ...{ offsetMs: -AHEAD_MS, drawnAt: entry?.occurredAt },
      ...{ receivedAt: expect.any(Number) as number, sentAt: expect.any(Number) as number },
    });
  });
});
