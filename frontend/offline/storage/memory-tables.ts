import { keyOf, type Rows, type TableName } from './schema';
import type { Key } from './key';
import type { Mode, Table, Tables, Transaction } from './tables';

type StoredRows = ReadonlyMap<string, { readonly key: Key; readonly row: unknown }>;
type Draft = Map<string, { readonly key: Key; readonly row: unknown }>;

/** The listener's tables in memory, for a browser without storage. They last as long as the page. */
export class MemoryTables implements Tables {
  readonly #kept = new Map<TableName, StoredRows>();
  #last: Promise<unknown> = Promise.resolve();

  /** Runs one transaction after the other, each on a copy that replaces the tables when it succeeds. */
  transact<T>(
    names: readonly TableName[],
    mode: Mode,
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    const run = async (): Promise<T> => {
      const drafts = new Map(names.map((name) => [name, new Map(this.#kept.get(name))]));
      const result = await work({ table: (name) => tableIn(drafts.get(name), name) });
      if (mode !== 'read') {
        drafts.forEach((draft, name) => this.#kept.set(name, draft));
      }
      return result;
    };
    const running = this.#last.then(run, run);
    this.#last = running;
    return running;
  }

  probe(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#kept.clear();
  }
}

function tableIn<Name extends TableName>(draft: Draft | undefined, name: Name): Table<Rows[Name]> {
  if (draft === undefined) {
    throw new DOMException(`${name} is not part of the transaction`, 'NotFoundError');
  }
  const within = (prefix: Key) =>
    [...draft.values()]
      .filter(({ key }) => prefix.every((part, index) => key[index] === part))
      .sort((a, b) => compareKeys(a.key, b.key));
  const remove = (key: Key) => {
    draft.delete(JSON.stringify(key));
  };
  const put = (row: Rows[Name]) => {
    const key = keyOf(name, row);
    draft.set(JSON.stringify(key), { key, row: structuredClone(row) });
  };
  return {
    get: (key) => Promise.resolve(draft.get(JSON.stringify(key))?.row as Rows[Name] | undefined),
    within: (prefix) => Promise.resolve(within(prefix).map(({ row }) => row as Rows[Name])),
    // eslint-disable-next-line @typescript-eslint/require-await -- Memory answers at once.
    partsWithin: async function* (prefix) {
      yield within(prefix).map(({ row }) => row as Rows[Name]);
    },
    put: (row) => {
      put(row);
      return Promise.resolve();
    },
    putAtOnce: put,
    remove: (key) => {
      remove(key);
      return Promise.resolve();
    },
    removeWithin: (prefix) => {
      within(prefix).forEach(({ key }) => {
        remove(key);
      });
      return Promise.resolve();
    },
    removeBetween: (first, last) => {
      within([])
        .filter(({ key }) => compareKeys(first, key) <= 0 && compareKeys(key, last) <= 0)
        .forEach(({ key }) => {
          remove(key);
        });
      return Promise.resolve();
    },
  };
}

/** The order of IndexedDB: part by part, numbers before strings, the shorter key first. */
function compareKeys(a: Key, b: Key): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const left = a[index] as string | number;
    const right = b[index] as string | number;
    if (left !== right) {
      if (typeof left !== typeof right) {
        return typeof left === 'number' ? -1 : 1;
      }
      return left < right ? -1 : 1;
    }
  }
  return a.length - b.length;
}
