import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { Changes } from '../../live/changes';
import { IdbTables } from '../../storage/idb-tables';
import type { Setting } from '../../storage/schema';
import { writeSetting } from '../../storage/settings';
import { databaseName } from '../../testing/database-name';
import { noChannel } from '../../testing/fake-world';
import { Preferences } from './preferences';

it('a setting that an earlier version of the app did not store has its initial value', async () => {
  const tables = new IdbTables({}, databaseName());
  const faults: unknown[] = [];
  const stored = { name: 'playback', autoPlay: false, rate: 2, speeds: [] } as unknown as Setting;
  await tables.transact(['settings'], 'write', (transaction) => writeSetting(transaction, stored));
  const preferences = new Preferences(tables, new Changes(noChannel()), (fault) => faults.push(fault));
  await preferences.load();
  expect(preferences.view.get()).toEqual({
    ...{ autoPlay: false, rate: 2, shortcuts: true },
    ...{ skipBackMs: 15_000, skipForwardMs: 30_000, trackButtons: 'skip' },
  });
  expect(faults).toEqual([]);
});
