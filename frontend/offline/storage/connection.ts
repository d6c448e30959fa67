import { openDB, unwrap, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { OpenTransactions } from './open-transactions';

/** Migrates a database of an earlier version (0 when there is none) within the upgrade transaction. */
export type Upgrade = (database: IDBPDatabase, fromVersion: number, transaction: Upgrading) => void;
export type Upgrading = IDBPTransaction<unknown, string[], 'versionchange'>;

/** Receives the events of a connection. */
export interface ConnectionListener {
  /** Opening waits because another tab keeps an older version open; false once it closed. */
  readonly blocked: (isBlocked: boolean) => void;
  /** Another tab upgraded the database to a newer version than this page knows. */
  readonly outdated: () => void;
}

/** How long a probe waits for the database. WebKit's may never answer. */
const LONGEST_SILENCE_MS = 5_000;

/**
 * A connection to one IndexedDB database that reconnects by itself. WebKit kills connections of pages in the
 * background, another tab may need a newer schema, and a profile may be cleaned while the app runs.
 *
 * A page that is older than the database goes on with the newer schema. Schemas change additively, and progress until the
 * page is reloaded must not be lost.
 */
export class Connection {
  #database: Promise<IDBPDatabase> | null = null;
  readonly #underWay = new OpenTransactions();
  /** Set while the page is put aside; resolves when it is back. */
  #back: Promise<void> | null = null;
  #comeBack: () => void = () => undefined;

  constructor(
    private readonly name: string,
    private readonly version: number,
    private readonly upgrade: Upgrade,
    private readonly news: Partial<ConnectionListener> = {},
  ) {}

  /** Runs `work` on an open database, and once more on a new connection when the present one was lost. */
  async use<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
    if (this.#back !== null) {
      await this.#back;
    }
    const connected = this.#connect();
    try {
      return await work(await connected);
    } catch (failure) {
      if (!isConnectionLoss(failure)) {
        throw failure;
      }
      this.#drop(connected);
      if (this.#back !== null) {
        await this.#back;
      }
      return await work(await this.#connect());
    }
  }

  /**
   * The browser stops the page here and may resume it later. The connection closes, so that others can use the database.
   * Pending work, and work that arrives meanwhile, is done when the page is back.
   */
  suspend(): void {
    this.#back ??= new Promise((resolve) => {
      this.#comeBack = resolve;
    });
    this.#underWay.abort();
    this.close();
  }

  /** The browser resumed the page. */
  resume(): void {
    this.#back = null;
    this.#comeBack();
  }

  /** Runs something small to see whether the database still answers. If not, reconnects. */
  async probe(work: (database: IDBPDatabase) => Promise<unknown>): Promise<void> {
    const connected = this.#connect();
    const answered = await Promise.race([
      this.use(work).then(() => true),
      new Promise<false>((resolve) => setTimeout(resolve, LONGEST_SILENCE_MS, false)),
    ]);
    if (!answered) {
      // Closing does not end pending requests, so whoever waits for one must ask again.
      this.#underWay.abort();
      this.#drop(connected);
      await this.use(work);
    }
  }

  close(): void {
    if (this.#database !== null) {
      this.#drop(this.#database);
    }
  }

  #connect(): Promise<IDBPDatabase> {
    this.#database ??= this.#open();
    return this.#database;
  }

  #open(): Promise<IDBPDatabase> {
    const opening = this.#openAt(this.version).catch((failure: unknown) => {
      if (failure instanceof DOMException && failure.name === 'VersionError') {
        this.news.outdated?.();
        return this.#openAt(undefined); // At its present version.
      }
      throw failure;
    });
    opening.catch(() => {
      this.#forget(opening);
    });
    const forget = () => {
      this.#forget(opening);
    };
    opening.then(
      (database) => {
        database.addEventListener('close', forget); // The browser closed it.
        database.addEventListener('versionchange', forget);
      },
      () => undefined, // Whoever uses it gets the failure.
    );
    return opening;
  }

  async #openAt(version: number | undefined): Promise<IDBPDatabase> {
    const waiting = { isBlocked: false };
    const database = await openDB(this.name, version, {
      upgrade: (opened, fromVersion, _toVersion, transaction) => {
        this.upgrade(opened, fromVersion, transaction);
      },
      blocked: () => {
        waiting.isBlocked = true;
        this.news.blocked?.(true);
      },
      blocking: (_present, wanted, event) => {
        // A newer version waits in another tab. Close for it; this tab reopens with its next request.
        (event.target as IDBDatabase).close();
        if (wanted !== null && wanted > this.version) {
          this.news.outdated?.();
        }
      },
    });
    if (waiting.isBlocked) {
      this.news.blocked?.(false);
    }
    this.#underWay.watch(unwrap(database));
    return database;
  }

  #drop(connected: Promise<IDBPDatabase>): void {
    this.#forget(connected);
    connected.then(
      (database) => {
        database.close();
      },
      () => undefined, // It never opened. Whoever used it got the failure.
    );
  }

  #forget(connected: Promise<IDBPDatabase>): void {
    if (this.#database === connected) {
      this.#database = null;
    }
  }
}

const CONNECTION_LOSSES = ['InvalidStateError', 'UnknownError', 'AbortError'];

/**
 * InvalidStateError: the connection is closing or closed. UnknownError: WebKit's database process is gone. AbortError: the
 * browser closed the connection during a transaction. Work that such an error interrupted was aborted and may run again.
 */
function isConnectionLoss(failure: unknown): boolean {
  return failure instanceof DOMException && CONNECTION_LOSSES.includes(failure.name);
}
