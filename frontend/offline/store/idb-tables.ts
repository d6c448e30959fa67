import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { Connection, type ConnectionNews } from './connection';
import { upgradeTables } from './migrations';
import { DATABASE_NAME, DATABASE_VERSION, keyOf, type Rows, type TableName } from './schema';
import type { Key, Mode, Table, Tables, Transaction } from './tables';

type Writable = IDBPTransaction<unknown, string[], 'readwrite'>;

/** Of so many rows at once, reading keeps no page from answering the listener. */
const ROWS_AT_ONCE = 2_000;

/** What the storage may tell of itself. */
export interface StorageNews extends ConnectionNews {
  /** There was no room for a write; false once there is again. */
  readonly full: (isFull: boolean) => void;
}

/** The listener's tables in IndexedDB. */
export class IdbTables implements Tables {
  readonly #connection: Connection;
  #full = false;

  constructor(
    private readonly news: Partial<StorageNews> = {},
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
      if (failure instanceof DOMException && failure.name === 'QuotaExceededError') {
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

  putAside(): void {
    this.#connection.putAside();
  }

  takeUpAgain(): void {
    this.#connection.takeUpAgain();
  }

  #setFull(isFull: boolean): void {
    if (this.#full !== isFull) {
      this.#full = isFull;
      this.news.full?.(isFull);
    }
  }
}

async function transactOn<T>(
  database: IDBPDatabase,
  names: readonly TableName[],
  mode: Mode,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction([...names], mode === 'read' ? 'readonly' : 'readwrite', {
    durability: mode === 'durable-write' ? 'strict' : 'relaxed',
  }) as Writable;
  try {
    const result = await work({ table: (name) => tableIn(transaction, name) });
    await transaction.done;
    return result;
  } catch (failure) {
    await abort(transaction);
    // Requests that were under way say only that the transaction was aborted; it says why.
    throw transaction.error?.name === 'QuotaExceededError' ? transaction.error : failure;
  }
}

function tableIn<Name extends TableName>(transaction: Writable, name: Name): Table<Rows[Name]> {
  const store = transaction.objectStore(name);
  return {
    get: (key) => store.get([...key]) as Promise<Rows[Name] | undefined>,
    within: async (prefix) => {
      const rows: Array<Rows[Name]> = [];
      for (let range = beginningWith(prefix); ;) {
        const some = (await store.getAll(range, ROWS_AT_ONCE)) as Array<Rows[Name]>;
        const last = some.at(-1);
        for (const row of some) {
          rows.push(row);
        }
        if (last === undefined || some.length < ROWS_AT_ONCE) {
          return rows;
        }
        range = IDBKeyRange.bound([...keyOf(name, last)], [...prefix, []], true);
      }
    },
    put: async (row) => {
      await store.put(row);
    },
    remove: (key) => store.delete([...key]),
    removeWithin: (prefix) => store.delete(beginningWith(prefix)),
    removeBetween: (first, last) => store.delete(IDBKeyRange.bound([...first], [...last])),
  };
}

/** An array sorts after every string and number, so it ends the keys that go on with those. */
function beginningWith(prefix: Key): IDBKeyRange {
  return IDBKeyRange.bound([...prefix], [...prefix, []]);
}

/** Whatever `work` failed with is what the caller hears; that the transaction then ended is expected. */
async function abort(transaction: Writable): Promise<void> {
  try {
    transaction.abort();
  } catch (failure) {
    if (!(failure instanceof DOMException && failure.name === 'InvalidStateError')) {
      throw failure;
    }
  }
  await Promise.allSettled([transaction.done]);
}
