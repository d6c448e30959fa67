/**
 * The local store as the rest of the core sees it: named tables of rows, changed in transactions. There are two
 * implementations: IndexedDB, and memory for a browser without it.
 */
import type { Key } from './key';
import type { Rows, TableName } from './schema';

export interface Table<Row> {
  get: (key: Key) => Promise<Row | undefined>;
  /** The rows whose key begins with these parts, by key; all of them for none. */
  within: (prefix: Key) => Promise<Row[]>;
  /** The same rows in parts. The page can react to the listener between two parts. */
  partsWithin: (prefix: Key) => AsyncIterable<readonly Row[]>;
  put: (row: Row) => Promise<void>;
  /**
   * Like `put`, without waiting for the storage to confirm it. Throws at once when the row cannot be stored. When it fails
   * later, the whole transaction fails. A transaction that ends with such calls is completed sooner.
   */
  putAtOnce: (row: Row) => void;
  remove: (key: Key) => Promise<void>;
  /** Removes the rows whose key begins with these parts. */
  removeWithin: (prefix: Key) => Promise<void>;
  /** Removes the rows from one key to another, both included. */
  removeBetween: (first: Key, last: Key) => Promise<void>;
}

export interface Transaction {
  table: <Name extends TableName>(name: Name) => Table<Rows[Name]>;
}

/**
 * `write` survives the page, the browser and a kill of the browser. `durable-write` survives a loss of power too; it is
 * for what the listener was promised. `read` sees one consistent state.
 */
export type Mode = 'read' | 'write' | 'durable-write';

export interface Tables {
  /**
   * Resolves with the result of `work` once the transaction is complete. When it rejects, nothing is changed. `work` may
   * await only the transaction's tables; anything else ends the transaction (C7).
   */
  transact: <T>(
    names: readonly TableName[],
    mode: Mode,
    work: (transaction: Transaction) => Promise<T>,
  ) => Promise<T>;
  /** Checks whether the storage still answers, and reconnects if not. WebKit kills connections. */
  probe: () => Promise<void>;
  close: () => void;
}
