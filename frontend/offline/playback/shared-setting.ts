import type { Tables, Transaction } from '../storage/tables';

/** How a setting is read from the store and written to it. */
export interface SettingStore<T> {
  readonly read: (transaction: Transaction) => Promise<T>;
  readonly write: (transaction: Transaction, value: T) => Promise<void>;
}

/**
 * A setting that this browser's tabs share: what the listener changes is seen at once, and made in the store to
 * what another tab may have written meanwhile. What is read back never hides a change that is still on its way.
 */
export class SharedSetting<T> {
  #stored: T;
  /** Not in the store yet, in the order in which they were made. */
  #changes: ReadonlyArray<(value: T) => T> = [];
  #writing: Promise<void> | null = null;
  /** Counts readings and writings as they begin: of two, the store answers the later one with the newer value. */
  #begun = 0;
  #storedAt = 0;

  /**
   * @param initial is shown until the store was read
   * @param begins nothing is read or written before
   */
  constructor(
    initial: T,
    private readonly tables: Tables,
    private readonly keeping: SettingStore<T>,
    private readonly onShown: () => void,
    private readonly onWritten: () => void,
    private readonly onFault: (fault: unknown) => void,
    private readonly begins: Promise<unknown> = Promise.resolve(),
  ) {
    this.#stored = initial;
  }

  /** As the listener is to see it. */
  value(): T {
    return this.#changes.reduce<T>((value, change) => change(value), this.#stored);
  }

  async reread(): Promise<void> {
    await this.begins;
    const at = ++this.#begun;
    this.#take(at, await this.tables.transact(['settings'], 'read', this.keeping.read));
  }

  change(change: (value: T) => T): void {
    this.#changes = [...this.#changes, change];
    this.onShown();
    this.#writing ??= this.#writeAll();
  }

  /** Resolves when every change so far is in the store, or the store did not take it. */
  async written(): Promise<void> {
    await this.#writing;
  }

  /** Never rejects. What the store does not take stays here, and is written along with the next change. */
  async #writeAll(): Promise<void> {
    try {
      await this.begins;
      while (this.#changes.length > 0) {
        const changes = this.#changes;
        const at = ++this.#begun;
        const value = await this.tables.transact(['settings'], 'write', async (transaction) => {
          const present = await this.keeping.read(transaction);
          const changed = changes.reduce<T>((so, change) => change(so), present);
          await this.keeping.write(transaction, changed);
          return changed;
        });
        this.#changes = this.#changes.slice(changes.length);
        this.#take(at, value);
        this.onWritten();
      }
    } catch (fault) {
      this.onFault(fault);
    } finally {
      this.#writing = null;
    }
  }

  #take(at: number, value: T): void {
    if (at > this.#storedAt) {
      this.#storedAt = at;
      this.#stored = value;
    }
    this.onShown();
  }
}
