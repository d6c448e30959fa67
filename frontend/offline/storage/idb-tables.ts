import type { IDBPDatabase } from 'idb';
import { atomically, type Writable } from './atomically';
import { Connection, type ConnectionListener } from './connection';
import { upgradeTables } from './migrations';
import { DATABASE_NAME, DATABASE_VERSION, keyOf, type Rows, type TableName } from './schema';
import type { Key } from './key';
import type { Mode, Table, Tables, Transaction } from './tables';
import { isOutOfSpace } from './storage-errors';

/** Reading so many rows at once does not block the page noticeably. */
const ROWS_AT_ONCE = 2_000;
/** The same for rows that are processed in the same turn. */
const ROWS_OF_A_PART = 500;

/** Receives the events of the storage. */
export interface StorageListener extends ConnectionListener {
  /** There was no space for a write; false once there is again. */
  readonly full: (isFull: boolean) => void;
}

/** The listener's tables in IndexedDB. */
export class IdbTables implements Tables {
  readonly #connection: Connection;
  #full = false;

  constructor(
    private readonly news: Partial<StorageListener> = {},
    name = DATABASE_NAME,
  ) {
    this.#connection = new Connection(name, DATABASE_VERSION, upgradeTables, news);
  }

  async transact<T>(
    names: readonly TableName[],
    mode: Mode,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    try {
      const result = await this.#connection.use((database) => transactOn(database, names, mode, work));
      if (mode !== 'read') {
        this.#setFull(false);
      }
      return result;
    } catch (failure) {
      if (isOutOfSpace(failure)) {
        this.#setFull(true);
      }
      throw failure;
    }
  }

  probe(): Promise<void> {
    return this.#connection.probe((database) =>
      transactOn(database, ['settings'], 'read', (transaction) =>
        transaction.table('settings').get(['device']),
      ),
    );
  }

  close(): void {
    this.#connection.close();
  }

  suspend(): void {
    this.#connection.suspend();
  }

  resume(): void {
    this.#connection.resume();
  }

  #setFull(isFull: boolean): void {
    if (this.#full !== isFull) {
      this.#full = isFull;
      this.news.full?.(isFull);
    }
  }
}

function transactOn<T>(
  database: IDBPDatabase,
  names: readonly TableName[],
  mode: Mode,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction([...names], mode === 'read' ? 'readonly' : 'readwrite', {
    durability: mode === 'durable-write' ? 'strict' : 'relaxed',
  }) as Writable;
  return atomically(transaction, () => work({ table: (name) => tableIn(transaction, name) }));
}

function tableIn<Name extends TableName>(transaction: Writable, name: Name): Table<Rows[Name]> {
  const store = transaction.objectStore(name);
  const parts = (prefix: Key, mostRows: number) => {
    const read = (range: IDBKeyRange) => store.getAll(range, mostRows) as Promise<Array<Rows[Name]>>;
    return partsWithin(name, prefix, mostRows, read);
  };
  return {
    get: (key) => store.get([...key]) as Promise<Rows[Name] | undefined>,
    within: async (prefix) => {
      const rows: Array<Rows[Name]> = [];
      for await (const part of parts(prefix, ROWS_AT_ONCE)) {
        for (const row of part) {
          rows.push(row);
        }
      }
      return rows;
    },
    partsWithin: (prefix) => parts(prefix, ROWS_OF_A_PART),
    put: async (row) => {
      await store.put(row);
    },
    putAtOnce: (row) => {
      store.put(row).catch(() => undefined); // The transaction fails as well, and has the reason.
    },
    remove: (key) => store.delete([...key]),
    removeWithin: (prefix) => store.delete(beginningWith(prefix)),
    removeBetween: (first, last) => store.delete(IDBKeyRange.bound([...first], [...last])),
  };
}

/** Each part is a request of its own. Between two of them the page can react to the listener. */
async function* partsWithin<Name extends TableName>(
  name: Name,
  prefix: Key,
  mostRows: number,
  read: (range: IDBKeyRange) => Promise<Array<Rows[Name]>>,
): AsyncGenerator<Array<Rows[Name]>, void> {
  for (let range = beginningWith(prefix); ;) {
    const part = await read(range);
    const last = part.at(-1);
    if (last !== undefined) {
      yield part;
    }
    if (last === undefined || part.length < mostRows) {
      return;
    }
    range = IDBKeyRange.bound([...keyOf(name, last)], [...prefix, []], true);
  }
}

/** An array sorts after every string and number, so it is the upper bound of keys that continue with those. */
function beginningWith(prefix: Key): IDBKeyRange {
  return IDBKeyRange.bound([...prefix], [...prefix, []]);
}
