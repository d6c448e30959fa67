import { ChunkStore } from '../offline/storage/chunk-store';
import { IdbTables } from '../offline/storage/idb-tables';
import { keyOf, type Rows, type TableName } from '../offline/storage/schema';
import type { Key } from '../offline/storage/key';
import type { Mode, Table, Tables, Transaction } from '../offline/storage/tables';
import { Killed, never, type Life } from './life';
import type { PendingWork } from './pending-work';

export type Change =
  | {
      readonly kind: 'put';
      readonly table: TableName;
      readonly row: unknown;
      /** True time of the writing, which may be long before the commit where everything slept between. */
      readonly at: number;
      /** What is written was done at this time at the earliest: before `at` only where everything slept between. */
      readonly since: number;
    }
  | { readonly kind: 'remove'; readonly table: TableName; readonly key: Key };

/** A transaction that was committed, and by which life of a tab. */
export interface Commit {
  readonly life: Life;
  readonly changes: readonly Change[];
}

interface Undo {
  readonly table: TableName;
  readonly key: Key;
  readonly before: unknown;
}

/**
 * One browser profile's storage: the product's own tables over an IndexedDB of their own, which outlives
 * its tabs. A tab may die before a transaction, before anything in it, and after its commit; the battery
 * may take what was not written durably since the last that was.
 */
export class Disk {
  readonly #raw: IdbTables;
  readonly #tabs: IdbTables[] = [];
  #undoable: Undo[] = [];

  constructor(
    private readonly name: string,
    private readonly pendingWork: PendingWork,
    private readonly trueTime: () => number,
    private readonly onCommit: (commit: Commit) => void,
    private readonly onLost: (changes: readonly Change[]) => void,
  ) {
    this.#raw = new IdbTables({}, name);
  }

  /** What a tab works with, until it is dead. */
  tablesOf(life: Life): Tables {
    const tables = new IdbTables({}, this.name);
    this.#tabs.push(tables);
    return {
      transact: (names, mode, work) => {
        if (!life.step()) {
          return never();
        }
        return heardBy(life, () =>
          this.pendingWork.during(() => this.#transact(tables, life, names, mode, work)),
        );
      },
      probe: () =>
        life.step() ? heardBy(life, () => this.pendingWork.during(() => tables.probe())) : never(),
      close: () => {
        tables.close();
      },
    };
  }

  /** The audio of the same profile; nothing in a storm writes there but its beginning. */
  chunksOf(life: Life): ChunkStore {
    const { pendingWork } = this;
    return new Proxy(new ChunkStore(`${this.name}-audio`), {
      get: (store, member) => {
        const value: unknown = Reflect.get(store, member, store);
        if (typeof value !== 'function') {
          return value;
        }
        return (...given: unknown[]): unknown =>
          life.step()
            ? heardBy(life, () =>
                pendingWork.during(async () => (await Reflect.apply(value, store, given)) as unknown),
              )
            : never();
      },
    });
  }

  /** Looks without being of the storm. */
  all<Name extends TableName>(table: Name, prefix: Key = []): Promise<Array<Rows[Name]>> {
    return this.#raw.transact([table], 'read', (transaction) => transaction.table(table).within(prefix));
  }

  /** Every tab must be dead. */
  async losePower(): Promise<void> {
    const lost = this.#undoable.reverse();
    this.#undoable = [];
    const names = [...new Set(lost.map(({ table }) => table))];
    if (names.length === 0) {
      return;
    }
    await this.#raw.transact(names, 'durable-write', async (transaction) => {
      for (const { table, key, before } of lost) {
        const store = transaction.table(table) as Table<unknown>;
        await (before === undefined ? store.remove(key) : store.put(before));
      }
    });
    this.onLost(
      lost.map(({ table, key, before }) =>
        before === undefined
          ? { kind: 'remove', table, key }
          : { kind: 'put', table, row: before, ...this.#now() },
      ),
    );
  }

  close(): void {
    [this.#raw, ...this.#tabs].forEach((tables) => {
      tables.close();
    });
  }

  #now(): When {
    const at = this.trueTime();
    return { at, since: this.pendingWork.sleptFrom ?? at };
  }

  async #transact<T>(
    tables: IdbTables,
    life: Life,
    names: readonly TableName[],
    mode: Mode,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    let changes: Change[] = [];
    let undo: Undo[] = [];
    const result = await tables.transact(names, mode, async (transaction) => {
      changes = [];
      undo = [];
      const unheard: Array<Promise<void>> = [];
      const done = await work({
        table: (name) =>
          watched(transaction.table(name), name, mode, life, () => this.#now(), changes, undo, unheard),
      });
      await Promise.all(unheard);
      return done;
    });
    this.#undoable = mode === 'durable-write' ? [] : [...this.#undoable, ...undo];
    if (changes.length > 0) {
      this.onCommit({ life, changes });
    }
    return result;
  }
}

/** True time of a writing. */
export type When = Pick<Extract<Change, { kind: 'put' }>, 'at' | 'since'>;

/** What is done is done; but of a tab that died meanwhile nobody hears how it ended. */
async function heardBy<T>(life: Life, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    return life.step() ? result : await never();
  } catch (failure) {
    if (life.alive) {
      throw failure;
    }
    return never();
  }
}

function watched<Name extends TableName>(
  table: Table<Rows[Name]>,
  name: Name,
  mode: Mode,
  life: Life,
  now: () => When,
  changes: Change[],
  undo: Undo[],
  unheard: Array<Promise<void>>,
): Table<Rows[Name]> {
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!life.step()) {
      throw new Killed();
    }
    return work();
  };
  const remember = async (key: Key) => {
    if (mode === 'write') {
      undo.push({ table: name, key, before: await table.get(key) });
    }
  };
  const remove = async (key: Key) => {
    await remember(key);
    await table.remove(key);
    changes.push({ kind: 'remove', table: name, key });
  };
  const put = (row: Rows[Name]) =>
    alive(async () => {
      const when = now();
      await remember(keyOf(name, row));
      await table.put(row);
      changes.push({ kind: 'put', table: name, row: structuredClone(row), ...when });
    });
  return {
    get: (key) => alive(() => table.get(key)),
    within: (prefix) => alive(() => table.within(prefix)),
    partsWithin: async function* (prefix) {
      yield await alive(() => table.within(prefix));
    },
    put,
    putAtOnce: (row) => {
      const putting = put(row);
      putting.catch(() => undefined); // The transaction waits for it, and fails along with it.
      unheard.push(putting);
    },
    remove: (key) => alive(() => remove(key)),
    removeWithin: (prefix) =>
      alive(async () => {
        for (const row of await table.within(prefix)) {
          await remove(keyOf(name, row));
        }
      }),
    removeBetween: (first, last) =>
      alive(async () => {
        for (const row of await table.within(first.slice(0, 1))) {
          const key = keyOf(name, row);
          if (indexedDB.cmp(key, first) >= 0 && indexedDB.cmp(key, last) <= 0) {
            await remove(key);
          }
        }
      }),
  };
}
