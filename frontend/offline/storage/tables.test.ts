import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { databaseName } from '../testing/database-name';
import { IdbTables } from './idb-tables';
import { MemoryTables } from './memory-tables';
import { NEW_CLOCK } from '../rules/clock';
import type { StateRow } from './schema';
import type { Tables } from './tables';

function state(account: string, lectureId: string, revision = 1): StateRow {
  const registers = { position: null, completion: null, favorite: null, firstCompletedAt: null };
  return { account, lectureId, revision, ...registers };
}

/** The contract of both storages. */
describe.each<[string, () => Tables]>([
  ['IndexedDB', () => new IdbTables(undefined, databaseName())],
  ['memory', () => new MemoryTables()],
])('tables in %s', (_, open) => {
  it('C9: find and remove the rows of one account without those of another', async () => {
    const tables = open();
    await tables.transact(['states'], 'write', async (transaction) => {
      const states = transaction.table('states');
      await states.put(state('x', 'b'));
      await states.put(state('x', 'a'));
      await states.put(state('xy', 'a'));
      await states.put(state('w', 'z'));
    });
    const found = await tables.transact(['states'], 'write', async (transaction) => {
      const states = transaction.table('states');
      const ofX = await states.within(['x']);
      const one = await states.within(['x', 'a']);
      await states.removeWithin(['x']);
      return { ofX, one, left: await states.within([]), gone: await states.get(['x', 'a']) };
    });
    expect(found.ofX.map(({ lectureId }) => lectureId)).toEqual(['a', 'b']);
    expect(found.one.map(({ lectureId }) => lectureId)).toEqual(['a']);
    expect(found.left.map(({ account }) => account)).toEqual(['w', 'xy']);
    expect(found.gone).toBeUndefined();
  });

  it('C9: read each of many rows once, in order, and only those of the account', async () => {
    const tables = open();
    const ids = Array.from({ length: 2_203 }, (_, n) => String(n).padStart(5, '0'));
    await tables.transact(['states'], 'write', async (transaction) => {
      const states = transaction.table('states');
      await Promise.all([...ids.map((id) => states.put(state('x', id))), states.put(state('xy', '1'))]);
    });
    const read = await tables.transact(['states'], 'read', async (transaction) => {
      const states = transaction.table('states');
      const parts: StateRow[] = [];
      for await (const part of states.partsWithin(['x'])) {
        parts.push(...part);
      }
      return [await states.within(['x']), parts];
    });
    for (const rows of read) {
      expect(rows.map(({ lectureId }) => lectureId)).toEqual(ids);
    }
  });

  it('C1: stay unchanged when a transaction fails, and report the reason', async () => {
    const tables = open();
    const failing = tables.transact(['states', 'settings'], 'durable-write', async (transaction) => {
      await transaction.table('states').put(state('x', 'a'));
      await transaction.table('settings').put({ name: 'clock', ...NEW_CLOCK });
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    const left = await tables.transact(['states', 'settings'], 'read', async (transaction) => [
      ...(await transaction.table('states').within([])),
      ...(await transaction.table('settings').within([])),
    ]);
    expect(left).toEqual([]);
  });

  it('C1: keep a row whose put nobody awaited when the transaction completes', async () => {
    const tables = open();
    await tables.transact(['states'], 'durable-write', async (transaction) => {
      const states = transaction.table('states');
      await states.get(['x', 'a']);
      states.putAtOnce(state('x', 'a', 1));
      states.putAtOnce(state('x', 'b', 1));
      states.putAtOnce(state('x', 'a', 2));
    });
    const kept = await tables.transact(['states'], 'read', (transaction) =>
      transaction.table('states').within(['x']),
    );
    expect(kept).toEqual([state('x', 'a', 2), state('x', 'b', 1)]);
  });

  it('C1: keep all rows of one put or none, also when one of them cannot be stored', async () => {
    const tables = open();
    const uncloneable = { ...state('x', 'b'), position: (() => null) as never };
    const failing = tables.transact(['states'], 'durable-write', async (transaction) => {
      const states = transaction.table('states');
      await states.get(['x', 'a']);
      states.putAtOnce(state('x', 'a'));
      states.putAtOnce(uncloneable);
    });
    await expect(failing).rejects.toMatchObject({ name: 'DataCloneError' });
    const kept = await tables.transact(['states'], 'read', (transaction) =>
      transaction.table('states').within([]),
    );
    expect(kept).toEqual([]);
  });

  it('C1: lose no update of two concurrent read-modify-write transactions', async () => {
    const tables = open();
    const increment = () =>
      tables.transact(['states'], 'write', async (transaction) => {
        const present = await transaction.table('states').get(['x', 'a']);
        await transaction.table('states').put(state('x', 'a', (present?.revision ?? 0) + 1));
      });
    await Promise.all(Array.from({ length: 10 }, increment));
    const counted = await tables.transact(['states'], 'read', (transaction) =>
      transaction.table('states').get(['x', 'a']),
    );
    expect(counted?.revision).toBe(10);
  });
});

describe('tables in IndexedDB', () => {
  it.each([
    ['durable-write', 'strict'],
    ['write', 'relaxed'],
  ] as const)(
    'C1: complete a %s with the durability “%s”, and only with the transaction',
    async (mode, durability) => {
      const begun: unknown[] = [];
      let completed = 0;
      const { transaction: begin } = IDBDatabase.prototype as Pick<IDBDatabase, 'transaction'>;
      const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
        this: IDBDatabase,
        ...how: Parameters<typeof begin>
      ) {
        begun.push(how[2]);
        const transaction = begin.apply(this, how);
        transaction.addEventListener('complete', () => {
          completed++;
        });
        return transaction;
      });
      try {
        const tables = new IdbTables(undefined, databaseName());
        await tables.transact(['states'], mode, (transaction) =>
          transaction.table('states').put(state('x', 'a')),
        );
        expect(begun.at(-1)).toEqual({ durability });
        expect(completed).toBe(begun.length);
      } finally {
        spy.mockRestore();
      }
    },
  );
});

describe('a full disk', () => {
  it('C1: is reported once with the reason, and once more when there is space', async () => {
    const told: boolean[] = [];
    const tables = new IdbTables({ full: (isFull) => told.push(isFull) }, databaseName());
    await tables.probe();
    const put = (work: () => void) =>
      tables.transact(['states'], 'write', async (transaction) => {
        await transaction.table('states').put(state('x', 'a'));
        work();
      });
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    await expect(put(full)).rejects.toThrow('full');
    await expect(put(full)).rejects.toThrow('full');
    expect(told).toEqual([true]);
    await tables.transact(['states'], 'read', (transaction) => transaction.table('states').within([]));
    expect(told).toEqual([true]);
    await put(() => undefined);
    expect(told).toEqual([true, false]);
  });
});

describe('many rows', () => {
  it('are read in parts, each row once and in order, and a range of them is removed at once', async () => {
    const tables = new IdbTables(undefined, databaseName());
    const found = await tables.transact(['states'], 'write', async (transaction) => {
      const states = transaction.table('states');
      const lectureId = (n: number) => `l${String(n).padStart(5, '0')}`;
      for (let n = 0; n < 4_000; n++) {
        await states.put(state('x', lectureId(n)));
      }
      await states.put(state('y', 'z'));
      const all = await states.within(['x']);
      await states.removeBetween(['x', lectureId(1)], ['x', lectureId(3_998)]);
      return { all, left: await states.within([]) };
    });
    expect(found.all).toHaveLength(4_000);
    expect(found.all.map(({ lectureId }) => lectureId)).toEqual(
      found.all.map(({ lectureId }) => lectureId).sort(),
    );
    expect(found.left.map(({ lectureId }) => lectureId)).toEqual(['l00000', 'l03999', 'z']);
  });
});
