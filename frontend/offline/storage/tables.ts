/**
 * The local store as the rest of the core sees it: named tables of rows, changed in transactions. Two
 * storages keep this promise: IndexedDB, and memory for a browser that has none to give.
 */
import type { Key } from './key';
import type { Rows, TableName } from './schema';

export interface Table<Row> {
  get: (key: Key) => Promise<Row | undefined>;
  /** The rows whose key begins with these parts, by key; all of them for none. */
  within: (prefix: Key) => Promise<Row[]>;
  /** The same rows, some at a time: what is done with each part keeps a page from answering for that part only. */
  partsWithin: (prefix: Key) => AsyncIterable<readonly Row[]>;
  put: (row: Row) => Promise<void>;
  /**
   * As `put`, without waiting for the storage's word on it: throws at once where the row cannot be stored; where it
   * fails later, nothing of the transaction is kept. A transaction that ends with these is completed sooner.
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
 * `write` outlives the page, the browser and its being killed; `durable-write` a loss of power too: for
 * where the listener was promised something. `read` sees one moment.
 */
export type Mode = 'read' | 'write' | 'durable-write';

export interface Tables {
  /**
   * Resolves once the transaction is complete, with what `work` resolved to; rejects with nothing
   * changed. `work` may await the transaction's tables only: anything else ends the transaction (C7).
   */
  transact: <T>(
    names: readonly TableName[],
    mode: Mode,
    work: (transaction: Transaction) => Promise<T>,
  ) => Promise<T>;
  /** Says whether the storage still answers, reconnecting if need be (WebKit kills connections). */
  probe: () => Promise<void>;
  close: () => void;
}
