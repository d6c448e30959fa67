import type { Tables, Transaction } from '../../storage/tables';

/** How a setting is read from the store and written to it. */
export interface SettingStore<T> {
  readonly read: (transaction: Transaction) => Promise<T>;
  readonly write: (transaction: Transaction, value: T) => Promise<void>;
}

/** How one setting is shared. */
export interface SharedSettingOptions<T> {
  /** The value until the store was read. */
  readonly initial: T;
  readonly tables: Tables;
  readonly store: SettingStore<T>;
  readonly onShown: () => void;
  readonly onWritten: () => void;
  readonly onFault: (fault: unknown) => void;
  /** Nothing is read or written before this resolves. */
  readonly begins?: Promise<unknown> | undefined;
}

/**
 * A setting that all tabs of this browser share. A change by the listener is shown at once, and applied in
 * the store to the value that another tab may have written. A value that is read back never hides a change
 * that is still being written.
 */
export class SharedSetting<T> {
  #stored: T;
  /** Changes that are not stored yet, in their order. */
  #changes: ReadonlyArray<(value: T) => T> = [];
  #writing: Promise<void> | null = null;
  /** Numbers reads and writes as they begin. Of two results, the one with the greater number is newer. */
  #begun = 0;
  #storedAt = 0;

  constructor(private readonly options: SharedSettingOptions<T>) {
    this.#stored = options.initial;
  }

  /** The value for the listener. */
  value(): T {
    return this.#changes.reduce<T>((value, change) => change(value), this.#stored);
  }

  async reread(): Promise<void> {
    await this.options.begins;
    const at = ++this.#begun;
    this.#take(at, await this.options.tables.transact(['settings'], 'read', this.options.store.read));
  }

  change(change: (value: T) => T): void {
    this.#changes = [...this.#changes, change];
    this.options.onShown();
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when every change so far is stored, or the store refused it. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /** Never rejects. A change that the store refuses stays in memory and is written with the next one. */
  async #writeAll(): Promise<void> {
    try {
      await this.options.begins;
      while (this.#changes.length > 0) {
        const changes = this.#changes;
        const at = ++this.#begun;
        const value = await this.options.tables.transact(['settings'], 'write', async (transaction) => {
          const present = await this.options.store.read(transaction);
          const changed = changes.reduce<T>((so, change) => change(so), present);
          await this.options.store.write(transaction, changed);
          return changed;
        });
        this.#changes = this.#changes.slice(changes.length);
        this.#take(at, value);
        this.options.onWritten();
      }
    } catch (fault) {
      this.options.onFault(fault);
    } finally {
      this.#writing = null;
    }
  }

  #take(at: number, value: T): void {
    if (at > this.#storedAt) {
      this.#storedAt = at;
      this.#stored = value;
    }
    this.options.onShown();
  }
}
