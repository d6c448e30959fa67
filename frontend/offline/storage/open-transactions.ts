/**
 * The open transactions of one database. A page that the browser puts into the back/forward cache stops within them.
 * WebKit keeps them open, and the next page of the app waits for ever for the same tables.
 */
export class OpenTransactions {
  readonly #transactions = new Set<IDBTransaction>();

  /** Tracks the transactions of this connection from now on. */
  watch(database: IDBDatabase): void {
    const begin = database.transaction.bind(database);
    database.transaction = (...parameters) => {
      const transaction = begin(...parameters);
      this.#transactions.add(transaction);
      const ended = () => {
        this.#transactions.delete(transaction);
      };
      transaction.addEventListener('complete', ended);
      transaction.addEventListener('abort', ended);
      return transaction;
    };
  }

  /** Aborts all of them. */
  abort(): void {
    for (const transaction of [...this.#transactions]) {
      try {
        transaction.abort();
      } catch (failure) {
        if (!(failure instanceof DOMException && failure.name === 'InvalidStateError')) {
          throw failure;
        }
        // It is being committed.
      }
    }
  }
}
