import { ChunkStore } from '../../offline/storage/chunk-store';
import { IdbTables } from '../../offline/storage/idb-tables';
import { keyOf, type Rows, type TableName } from '../../offline/storage/schema';
import type { Key } from '../../offline/storage/key';
import type { Mode, Table, Tables, Transaction } from '../../offline/storage/tables';
import { Killed, never, type Lifetime } from './lifetime';
import type { PendingWork } from './pending-work';

export type Change =
  | {
      readonly kind: 'put';
      readonly table: TableName;
      readonly row: unknown;
      /** The true time of the write. It may be long before the commit when everything slept in between. */
      readonly at: number;
      /** The earliest true time of the act. It is before `at` only when everything slept in between. */
      readonly since: number;
    }
  | { readonly kind: 'remove'; readonly table: TableName; readonly key: Key };

/** A committed transaction, and the lifetime of the tab that wrote it. */
export interface Commit {
  readonly lifetime: Lifetime;
  readonly changes: readonly Change[];
}

interface Undo {
  readonly table: TableName;
  readonly key: Key;
  readonly before: unknown;
}

/**
 * One browser profile's storage: the product's own tables over an IndexedDB that outlives the tabs. A tab may be killed
 * before a transaction, before any request in it, and after its commit. A loss of power takes every write that is not
 * durable and came after the last durable one.
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

  /** The tables of a tab. They do nothing once the tab is dead. */
  tablesOf(lifetime: Lifetime): Tables {
    const tables = new IdbTables({}, this.name);
    this.#tabs.push(tables);
    return {
      transact: (names, mode, work) => {
        if (!lifetime.step()) {
          return never();
        }
        return heardBy(lifetime, () =>
          this.pendingWork.during(() => this.#transact(tables, lifetime, names, mode, work)),
        );
      },
      probe: () =>
        lifetime.step() ? heardBy(lifetime, () => this.pendingWork.during(() => tables.probe())) : never(),
      close: () => {
        tables.close();
      },
    };
  }

  /** The audio of the same profile. It is written only when a storm begins. */
  chunksOf(lifetime: Lifetime): ChunkStore {
    const { pendingWork } = this;
    return new Proxy(new ChunkStore(`${this.name}-audio`), {
      get: (store, member) => {
        const value: unknown = Reflect.get(store, member, store);
        if (typeof value !== 'function') {
          return value;
        }
        return (...given: unknown[]): unknown =>
          lifetime.step()
            ? heardBy(lifetime, () =>
                pendingWork.during(async () => (await Reflect.apply(value, store, given)) as unknown),
              )
            : never();
      },
    });
  }

  /** Reads rows from outside the storm. */
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
    lifetime: Lifetime,
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
          watched(transaction.table(name), name, mode, lifetime, () => this.#now(), changes, undo, unheard),
      });
      await Promise.all(unheard);
      return done;
    });
    this.#undoable = mode === 'durable-write' ? [] : [...this.#undoable, ...undo];
    if (changes.length > 0) {
      this.onCommit({ lifetime, changes });
    }
    return result;
  }
}

/** The true time of a write. */
export type When = Pick<Extract<Change, { kind: 'put' }>, 'at' | 'since'>;

/** Runs `work` to its end. When the tab was killed meanwhile, the result never arrives. */
async function heardBy<T>(lifetime: Lifetime, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    return lifetime.step() ? result : await never();
  } catch (failure) {
    if (lifetime.alive) {
      throw failure;
    }
    return never();
  }
}

function watched<Name extends TableName>(
  table: Table<Rows[Name]>,
  name: Name,
  mode: Mode,
  lifetime: Lifetime,
  now: () => When,
  changes: Change[],
  undo: Undo[],
  unheard: Array<Promise<void>>,
): Table<Rows[Name]> {
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!lifetime.step()) {
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
      putting.catch(() => undefined); // The transaction waits for it and fails with it.
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
