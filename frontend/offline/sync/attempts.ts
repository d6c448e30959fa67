import type { Chance, Time } from '../ports';
import { retryDelayMs } from '../rules/retry';
import { readAccount } from '../store/settings';
import { GUEST } from '../store/schema';
import type { Tables } from '../store/tables';

/** The catalogue's own attempts: that it cannot be had says nothing of an account's outbox. */
export const CATALOGUE = 'catalogue';

const NO_FAILURE = { failures: 0, nextAttemptAt: 0 };

/**
 * When the server may be tried again. Persisted for an account (R15), so that a restart does not
 * hammer a server that is down; a guest's, who has nothing to send, and the catalogue's last as long
 * as the page.
 */
export class Attempts {
  readonly #ofThisPage = new Map([
    [GUEST, NO_FAILURE],
    [CATALOGUE, NO_FAILURE],
  ]);

  constructor(
    private readonly tables: Tables,
    private readonly time: Time,
    private readonly chance: Chance,
  ) {}

  /** How long to wait still; 0 when it may be tried now. */
  async waitMs(account: string): Promise<number> {
    const { nextAttemptAt } = await this.#read(account);
    const waitMs = nextAttemptAt - this.time.now();
    // A clock that was set back must not keep the device silent for longer than any backoff.
    return Math.max(0, Math.min(waitMs, retryDelayMs(Number.MAX_SAFE_INTEGER, 1)));
  }

  /** Answers how long to wait now. */
  async failed(account: string): Promise<number> {
    const { failures } = await this.#read(account);
    const delayMs = retryDelayMs(failures + 1, this.chance.random());
    await this.#write(account, { failures: failures + 1, nextAttemptAt: this.time.now() + delayMs });
    return delayMs;
  }

  async succeeded(account: string): Promise<void> {
    if ((await this.#read(account)).failures > 0) {
      await this.#write(account, { failures: 0, nextAttemptAt: 0 });
    }
  }

  async #read(account: string): Promise<{ failures: number; nextAttemptAt: number }> {
    return (
      this.#ofThisPage.get(account) ??
      this.tables.transact(['accounts'], 'read', (transaction) => readAccount(transaction, account))
    );
  }

  async #write(account: string, attempts: { failures: number; nextAttemptAt: number }): Promise<void> {
    if (this.#ofThisPage.has(account)) {
      this.#ofThisPage.set(account, attempts);
      return;
    }
    await this.tables.transact(['accounts'], 'write', async (transaction) => {
      await transaction.table('accounts').put({ ...(await readAccount(transaction, account)), ...attempts });
    });
  }
}
