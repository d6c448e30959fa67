import 'fake-indexeddb/auto';
import fc from 'fast-check';
import '../testing/same-histories';
import { expect, it } from 'vitest';
import { databaseName } from '../testing/database-name';
import { loseConnections, watchConnections } from '../testing/lost-connections';
import { IdbTables } from './idb-tables';
import { MemoryTables } from './memory-tables';
import type { StateRow } from './schema';
import type { Table, Tables } from './tables';

/**
 * Tests both storages against a sorted list: transactions with any changes, some of which fail half way, in
 * any order, while connections are closed and the app is restarted.
 */

watchConnections();

type Change =
  | { readonly kind: 'put'; readonly key: Key; readonly revision: number }
  | { readonly kind: 'remove'; readonly key: Key }
  | { readonly kind: 'removeWithin'; readonly account: string }
  | { readonly kind: 'removeBetween'; readonly first: Key; readonly last: Key };
type Key = readonly [account: string, lectureId: string];
type Transaction =
  | { readonly kind: 'transaction'; readonly changes: readonly Change[]; readonly fails: boolean }
  | { readonly kind: 'transaction, losing'; readonly changes: readonly Change[] };

const keys = fc.tuple(fc.constantFrom('a', 'b', 'ba'), fc.constantFrom('1', '2', '3'));
const changes = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('put' as const), key: keys, revision: fc.nat({ max: 99 }) }),
    fc.record({ kind: fc.constant('remove' as const), key: keys }),
    fc.record({ kind: fc.constant('removeWithin' as const), account: fc.constantFrom('a', 'b') }),
    fc
      .tuple(keys, keys)
      .map((both) => both.sort(compareKeys))
      .map(([first, last]) => ({ kind: 'removeBetween' as const, first, last })),
  ),
  { maxLength: 6 },
);
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('transaction' as const), changes, fails: fc.boolean() }),
    fc.record({ kind: fc.constant('transaction, losing' as const), changes }),
    fc.constant({ kind: 'restart' as const }),
  ),
  { maxLength: 12, size: 'max' },
);

/** Runs a transaction of these changes, which may fail half way or lose its connection. */
async function transact(tables: Tables, step: Transaction, name: string): Promise<void> {
  const fails = step.kind === 'transaction' && step.fails;
  const running = tables.transact(['states'], 'durable-write', async (transaction) => {
    for (const change of step.changes) {
      await apply(transaction.table('states'), change);
    }
    if (fails) {
      throw new RangeError('half way');
    }
  });
  if (step.kind === 'transaction, losing') {
    loseConnections(name);
  }
  await (fails ? expect(running).rejects.toThrow('half way') : running);
}

async function expectEachAccountApart(tables: Tables, model: readonly StateRow[]): Promise<void> {
  for (const account of ['a', 'b', 'ba']) {
    const within = await tables.transact(['states'], 'read', (transaction) =>
      transaction.table('states').within([account]),
    );
    expect(within).toEqual(model.filter((row) => row.account === account));
  }
}

it.each(['IndexedDB', 'memory'])(
  'C1, C9: %s holds exactly what complete transactions wrote',
  async (storage) => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const name = databaseName();
        const open = (): Tables => (storage === 'memory' ? new MemoryTables() : new IdbTables({}, name));
        let tables = open();
        let model: StateRow[] = [];
        for (const step of all) {
          if (step.kind !== 'restart') {
            await transact(tables, step, name);
            model = step.kind === 'transaction' && step.fails ? model : step.changes.reduce(applied, model);
            expect(await readAll(tables)).toEqual(model);
          } else if (storage === 'IndexedDB') {
            tables.close();
            tables = open();
          }
        }
        await expectEachAccountApart(tables, model);
      }),
      { numRuns: Number(process.env.RUNS ?? 60) },
    );
  },
);

function readAll(tables: Tables): Promise<StateRow[]> {
  return tables.transact(['states'], 'read', (transaction) => transaction.table('states').within([]));
}

async function apply(states: Table<StateRow>, change: Change): Promise<void> {
  switch (change.kind) {
    case 'put':
      await states.put(rowOf(change.key, change.revision));
      return;
    case 'remove':
      await states.remove(change.key);
      return;
    case 'removeWithin':
      await states.removeWithin([change.account]);
      return;
    case 'removeBetween':
      await states.removeBetween(change.first, change.last);
      return;
  }
}

/** What a change does to the sorted list. */
function applied(rows: StateRow[], change: Change): StateRow[] {
  const without = (gone: (key: Key) => boolean) => rows.filter((row) => !gone([row.account, row.lectureId]));
  switch (change.kind) {
    case 'put':
      return [
        ...without((key) => compareKeys(key, change.key) === 0),
        rowOf(change.key, change.revision),
      ].sort((a, b) => compareKeys([a.account, a.lectureId], [b.account, b.lectureId]));
    case 'remove':
      return without((key) => compareKeys(key, change.key) === 0);
    case 'removeWithin':
      return without(([account]) => account === change.account);
    case 'removeBetween':
      return without((key) => compareKeys(change.first, key) <= 0 && compareKeys(key, change.last) <= 0);
  }
}

function compareKeys(a: Key, b: Key): number {
  const [left, right] = a[0] === b[0] ? [a[1], b[1]] : [a[0], b[0]];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rowOf([account, lectureId]: Key, revision: number): StateRow {
  const registers = { position: null, completion: null, favorite: null, firstCompletedAt: null };
  return { account, lectureId, revision, ...registers };
}
