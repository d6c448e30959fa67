/**
 * The transactions of one database that have begun and not ended. A page that the browser puts aside, to come back
 * to it later (the back/forward cache), stops within them; in WebKit they go on being under way, and whoever needs
 * the same tables, the next page of the app first of all, waits for ever.
 */
export class UnderWay {
  readonly #transactions = new Set<IDBTransaction>();

  /** From now on, and until it is closed, what is begun on this connection is known. */
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

  /** Ends them all; nothing of them is kept. */
  abort(): void {
    for (const transaction of [...this.#transactions]) {
      try {
        transaction.abort();
      } catch (failure) {
        if (!(failure instanceof DOMException && failure.name === 'InvalidStateError')) {
          throw failure;
        }
        // It is being committed, which needs nobody.
      }
    }
  }
}
