import type { IDBPDatabase, IDBPTransaction } from 'idb';
import { Connection } from './connection';
import { DATABASE_NAME, DATABASE_VERSION, KEY_PATHS, type Rows, type TableName } from './schema';
import type { Key, Mode, Table, Tables, Transaction } from './tables';

type Writable = IDBPTransaction<unknown, string[], 'readwrite'>;

/** The listener's tables in IndexedDB. */
export class IdbTables implements Tables {
  readonly #connection: Connection;

  constructor(onBlocked?: () => void, name = DATABASE_NAME) {
    this.#connection = new Connection(name, DATABASE_VERSION, upgrade, onBlocked);
  }

  transact<T>(
    names: readonly TableName[],
    mode: Mode,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.#connection.use(async (database) => {
      const transaction = database.transaction([...names], mode === 'read' ? 'readonly' : 'readwrite', {
        durability: mode === 'durable-write' ? 'strict' : 'relaxed',
      }) as Writable;
      try {
        const result = await work({ table: (name) => tableIn(transaction, name) });
        await transaction.done;
        return result;
      } catch (failure) {
        await abort(transaction);
        throw failure;
      }
    });
  }

  async probe(): Promise<void> {
    await this.transact(['settings'], 'read', (transaction) => transaction.table('settings').get(['device']));
  }

  close(): void {
    this.#connection.close();
  }
}

function tableIn<Name extends TableName>(transaction: Writable, name: Name): Table<Rows[Name]> {
  const store = transaction.objectStore(name);
  return {
    get: (key) => store.get([...key]) as Promise<Rows[Name] | undefined>,
    within: (prefix) => store.getAll(beginningWith(prefix)) as Promise<Array<Rows[Name]>>,
    put: async (row) => {
      await store.put(row);
    },
    remove: (key) => store.delete([...key]),
    removeWithin: (prefix) => store.delete(beginningWith(prefix)),
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
  await transaction.done.catch(() => undefined);
}

function upgrade(database: IDBPDatabase, fromVersion: number): void {
  if (fromVersion < 1) {
    for (const [name, keyPath] of Object.entries(KEY_PATHS)) {
      database.createObjectStore(name, { keyPath: [...keyPath] });
    }
  }
}
