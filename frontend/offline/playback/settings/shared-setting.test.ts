import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { addLast, without, type Queue } from '../../rules/playback/queue';
import { IdbTables } from '../../storage/idb-tables';
import { readQueue, writeSetting } from '../../storage/settings';
import type { Tables } from '../../storage/tables';
import { databaseName } from '../../testing/database-name';
import { gate } from '../../testing/gate';
import { settled } from '../../testing/activity';
import { SharedSetting } from './shared-setting';

const ACCOUNT = 'a';

let name: string;
let faults: unknown[];

beforeEach(() => {
  name = databaseName();
  faults = [];
});

/** One tab, and all values that it has shown. */
function tab(tables: Tables) {
  const shown: Queue[] = [];
  const setting: SharedSetting<Queue> = new SharedSetting<Queue>({
    initial: [],
    tables,
    store: {
      read: (transaction) => readQueue(transaction, ACCOUNT),
      write: (transaction, lectureIds) =>
        writeSetting(transaction, { name: 'queue', account: ACCOUNT, lectureIds }),
    },
    onShown: () => shown.push(setting.value()),
    onWritten: () => undefined,
    onFault: (fault) => faults.push(fault),
  });
  return { setting, shown };
}

const add = (lectureId: string) => (queue: Queue) => addLast(queue, lectureId);

describe('a setting that tabs share', () => {
  it('always shows a change that was made while the setting was being read', async () => {
    const tables = new IdbTables({}, name);
    const read = gate();
    const late: Tables = {
      ...{ probe: () => tables.probe(), close: () => undefined },
      transact: async (names, mode, work) => {
        const result = await tables.transact(names, mode, work);
        await (mode === 'read' ? read.opened : null);
        return result;
      },
    };
    const here = tab(late);
    const reading = here.setting.reread();
    await settled();
    here.setting.change(add('lecture-1'));
    await here.setting.written();
    read.open();
    await reading;
    expect(here.shown.at(-1)).toEqual(['lecture-1']);
    here.setting.change(add('lecture-2'));
    const again = here.setting.reread();
    await Promise.all([again, here.setting.written()]);
    expect(here.shown.every((queue) => queue.length === 0 || queue.includes('lecture-1'))).toBe(true);
    expect(here.setting.value()).toEqual(['lecture-1', 'lecture-2']);
  });

  it('merges the changes of several tabs, each applied once', async () => {
    const here = tab(new IdbTables({}, name));
    const there = tab(new IdbTables({}, name));
    here.setting.change(add('lecture-1'));
    there.setting.change(add('lecture-2'));
    here.setting.change((queue) => without(queue, 'lecture-1'));
    there.setting.change(add('lecture-3'));
    await Promise.all([here.setting.written(), there.setting.written()]);
    await Promise.all([here.setting.reread(), there.setting.reread()]);
    expect(here.setting.value()).toEqual(['lecture-2', 'lecture-3']);
    expect(there.setting.value()).toEqual(['lecture-2', 'lecture-3']);
  });

  it('keeps its value in memory while the store is full, and is stored with the next change', async () => {
    const tables = new IdbTables({}, name);
    let full = true;
    const here = tab({
      ...{ probe: () => tables.probe(), close: () => undefined },
      transact: (names, mode, work) =>
        full && mode !== 'read'
          ? Promise.reject(new DOMException('full', 'QuotaExceededError'))
          : tables.transact(names, mode, work),
    });
    here.setting.change(add('lecture-1'));
    await here.setting.written();
    await here.setting.reread();
    expect(here.setting.value()).toEqual(['lecture-1']);
    expect(faults).toHaveLength(1);
    full = false;
    here.setting.change(add('lecture-2'));
    await here.setting.written();
    const there = tab(new IdbTables({}, name));
    await there.setting.reread();
    expect(there.setting.value()).toEqual(['lecture-1', 'lecture-2']);
  });
});
