/** IndexedDB with nothing around it: what the core is compared with. */

export function openBare(
  name: string,
  stores: Readonly<Record<string, readonly string[]>> | null,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(stores ?? {})) {
        opening.result.createObjectStore(store, { keyPath: [...keyPath] });
      }
    };
    opening.onsuccess = () => {
      resolve(opening.result);
    };
    opening.onerror = () => {
      reject(opening.error ?? new Error('not opened'));
    };
  });
}

/** One row in one transaction, on the disk when it resolves. */
export function putStrictly(database: IDBDatabase, store: string, row: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
    transaction.objectStore(store).put(row);
    transaction.commit(); // Nothing more comes: the fastest way there is.
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('aborted'));
    };
  });
}

/** All these rows in one transaction. */
export function putAll(database: IDBDatabase, store: string, rows: readonly unknown[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, 'readwrite');
    const objects = transaction.objectStore(store);
    rows.forEach((row) => objects.put(row));
    transaction.oncomplete = () => {
      resolve();
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('aborted'));
    };
  });
}

/** All rows of these stores, in one transaction. */
export function getAll(database: IDBDatabase, stores: readonly string[]): Promise<unknown[][]> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction([...stores], 'readonly');
    const requests = stores.map((store) => transaction.objectStore(store).getAll() as IDBRequest<unknown[]>);
    transaction.oncomplete = () => {
      resolve(requests.map((request) => request.result));
    };
    transaction.onabort = () => {
      reject(transaction.error ?? new Error('aborted'));
    };
  });
}
