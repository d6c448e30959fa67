import 'fake-indexeddb/auto';
import { forceCloseDatabase } from 'fake-indexeddb';

/** Closes connections as a browser does: pending work is aborted. */

const connections = new Map<string, Set<IDBDatabase>>();
const underWay = new Set<IDBTransaction>();

/** Call once in a test that closes connections, before any database is opened. */
export function watchConnections(): void {
  const { transaction: begin } = IDBDatabase.prototype as Pick<IDBDatabase, 'transaction'>;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...how: Parameters<typeof begin>) {
    const transaction = begin.apply(this, how);
    connections.set(this.name, (connections.get(this.name) ?? new Set()).add(this));
    underWay.add(transaction);
    for (const end of ['complete', 'abort']) {
      transaction.addEventListener(end, () => underWay.delete(transaction));
    }
    return transaction;
  };
}

export function loseConnections(name: string): void {
  for (const transaction of underWay) {
    if (transaction.db.name === name) {
      transaction.abort();
    }
  }
  for (const database of connections.get(name) ?? []) {
    forceCloseDatabase(database as unknown as Parameters<typeof forceCloseDatabase>[0]);
  }
  connections.delete(name);
}
