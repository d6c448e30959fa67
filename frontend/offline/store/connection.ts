import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';

export type UpgradeTransaction = IDBPTransaction<unknown, string[], 'versionchange'>;

/**
 * A connection to one IndexedDB database that comes back by itself: WebKit kills connections of pages
 * in the background, another tab may need a newer schema, a profile may be cleaned while the app runs.
 */
export class Connection {
  #database: Promise<IDBPDatabase> | null = null;

  /**
   * @param upgrade brings a database of an earlier version (0 when there is none) to this one
   * @param onBlocked another tab keeps an older version open; opening goes on once it lets go
   */
  constructor(
    private readonly name: string,
    private readonly version: number,
    private readonly upgrade: (
      database: IDBPDatabase,
      fromVersion: number,
      transaction: UpgradeTransaction,
    ) => void,
    private readonly onBlocked: () => void = () => undefined,
  ) {}

  /** Runs `work` on an open database; once more on a new connection when the present one was lost. */
  async use<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    const connected = this.#connect();
    try {
      return await work(await connected);
    } catch (failure) {
      if (!isConnectionLoss(failure)) {
        throw failure;
      }
      this.#forget(connected);
      closeIfOpen(connected);
      return await work(await this.#connect());
    }
  }

  close(): void {
    const connected = this.#database;
    this.#database = null;
    if (connected !== null) {
      closeIfOpen(connected);
    }
  }

  #connect(): Promise<IDBPDatabase> {
    this.#database ??= this.#open();
    return this.#database;
  }

  #open(): Promise<IDBPDatabase> {
    const opening = openDB(this.name, this.version, {
      upgrade: (database, fromVersion, _toVersion, transaction) => {
        this.upgrade(database, fromVersion, transaction);
      },
      blocked: this.onBlocked,
      blocking: (_present, _wanted, event) => {
        // A newer version waits in another tab: let it in; this tab reopens when it next reads.
        this.#forget(opening);
        (event.target as IDBDatabase).close();
      },
      terminated: () => {
        this.#forget(opening);
      },
    });
    opening.catch(() => {
      this.#forget(opening);
    });
    return opening;
  }

  #forget(connected: Promise<IDBPDatabase>): void {
    if (this.#database === connected) {
      this.#database = null;
    }
  }
}

function closeIfOpen(connected: Promise<IDBPDatabase>): void {
  connected.then(
    (database) => {
      database.close();
    },
    () => undefined, // It never opened: whoever used it was told.
  );
}

const CONNECTION_LOSSES = ['InvalidStateError', 'UnknownError', 'AbortError'];

/**
 * InvalidStateError: the connection is closing or closed; UnknownError: how WebKit says that its database
 * process is gone; AbortError: what a transaction ends with when the browser takes its connection away.
 * Work that such an error interrupted was aborted and may run again.
 */
function isConnectionLoss(failure: unknown): boolean {
  return failure instanceof DOMException && CONNECTION_LOSSES.includes(failure.name);
}
