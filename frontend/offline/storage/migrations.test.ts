import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { databaseName } from '../testing/database-name';
import { CoreHarness } from '../testing/core-harness';
import { settled } from '../testing/activity';
import { createVersion1, VERSION_1_ROWS } from './fixtures/version-1';
import { createVersion2 } from './fixtures/version-2';
import { IdbTables } from './idb-tables';
import { readJournal } from './journal';
import { DATABASE_VERSION, type TableName } from './schema';

/** Every version that was shipped before the present one, with the function that creates its database. */
const EARLIER = new Map<number, (name: string) => Promise<void>>([
  [1, createVersion1],
  [2, createVersion2],
]);

it('each earlier version of the database has a fixture', () => {
  expect([...EARLIER.keys()]).toEqual(Array.from({ length: DATABASE_VERSION - 1 }, (_, n) => n + 1));
});

describe.each([...EARLIER])('the upgrade from version %i', (_, create) => {
  it('keeps every row', async () => {
    const name = databaseName();
    await create(name);
    const tables = new IdbTables({}, name);
    for (const [table, rows] of Object.entries(VERSION_1_ROWS)) {
      const found = await tables.transact([table as TableName], 'read', (transaction) =>
        transaction.table(table as TableName).within([]),
      );
      expect(found, table).toHaveLength(rows.length);
      expect(found, table).toEqual(expect.arrayContaining([...rows]));
    }
  });

  it('R10: keeps the refusals of the server, and continues their numbers', async () => {
    const name = databaseName();
    await create(name);
    const { rejections } = await new IdbTables({}, name).transact(
      ['journal', 'rejections'],
      'read',
      (transaction) => readJournal(transaction, 'listener-a'),
    );
    expect(rejections).toMatchObject([{ number: 2, event: { reason: 'INVALID_REFERENCE' } }]);
  });

  it('C1, C3: lets the app start, and sends pending entries and kept positions', async () => {
    const name = databaseName();
    await create(name);
    const device = new CoreHarness(new IdbTables({}, name));
    device.server.signedIn = { listenerId: 'listener-a', name: 'a' };
    device.world.time.at = 1_700_000_060_000;
    const core = await device.restarted();
    expect(core.listening.get().get('lecture-1')?.resumePositionMs).toBe(64_000);
    expect(core.listening.get().get('lecture-2')?.completed).toBe(true);
    expect(core.player.get().lectureId).toBeNull();
    expect(core.playback.get().rate).toBe(1.25);
    await settled();
    expect(device.server.state('lecture-1')?.position?.positionMs).toBe(64_000);
    expect(await device.entriesOf('listener-a')).toEqual([]);
    expect(device.world.faults).toEqual([]);
  });
});

describe('a page that is older than the database', () => {
  it('works with the newer database, and reports that it is outdated', async () => {
    const name = databaseName();
    const old = new IdbTables({}, name);
    await old.probe();
    old.close();
    await openAt(name, DATABASE_VERSION + 1);
    let outdated = 0;
    const tables = new IdbTables({ outdated: () => outdated++ }, name);
    await tables.transact(['settings'], 'write', (transaction) =>
      transaction.table('settings').put({ name: 'device', deviceId: 'kept' }),
    );
    expect(outdated).toBe(1);
    const device = await tables.transact(['settings'], 'read', (transaction) =>
      transaction.table('settings').get(['device']),
    );
    expect(device).toEqual({ name: 'device', deviceId: 'kept' });
  });

  it('does not block an upgrade while it is open, and continues to work', async () => {
    const name = databaseName();
    let outdated = 0;
    const tables = new IdbTables({ outdated: () => outdated++ }, name);
    await tables.probe();
    await openAt(name, DATABASE_VERSION + 1);
    await tables.probe();
    expect(outdated).toBeGreaterThan(0);
  });
});

describe('a page that is newer than the database', () => {
  it('reports that it waits while an older tab blocks the upgrade', async () => {
    const name = databaseName();
    await createVersion1(name);
    const stubborn = await openAt(name, 1, false);
    const told: boolean[] = [];
    const tables = new IdbTables({ blocked: (isBlocked) => told.push(isBlocked) }, name);
    const probing = tables.probe();
    await settled();
    expect(told).toEqual([true]);
    stubborn.close();
    await probing;
    expect(told).toEqual([true, false]);
  });
});

/** Another tab, of another version of the app. */
function openAt(name: string, version: number, closes = true): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onsuccess = () => {
      if (closes) {
        opening.result.close();
      }
      resolve(opening.result);
    };
    opening.onerror = () => {
      reject(new Error('cannot open', { cause: opening.error }));
    };
  });
}
