import type { RandomSource, Time } from '../ports';
import { retryDelayMs } from '../rules/retry';
import { journalFailure } from '../storage/journal';
import { GUEST } from '../storage/schema';
import { findAccount } from '../storage/settings';
import type { Tables } from '../storage/tables';

/** The subject of the catalogue's attempts. A failure to fetch the catalogue does not delay an account's outbox. */
export const CATALOGUE = 'catalogue';

interface AttemptsSoFar {
  readonly failures: number;
  readonly nextAttemptAt: number;
}

const NO_FAILURE: AttemptsSoFar = { failures: 0, nextAttemptAt: 0 };

/**
 * Decides when the server may be tried again. An account's backoff is persisted (R15.2), so that a restart does not
 * hammer a server that is down. The guest, who has nothing to send, and the catalogue have backoffs that last as long as
 * the page.
 */
export class Attempts {
  readonly #ofThisPage = new Map<string, AttemptsSoFar>([
    [GUEST, NO_FAILURE],
    [CATALOGUE, NO_FAILURE],
  ]);

  constructor(
    private readonly tables: Tables,
    private readonly time: Time,
    private readonly random: RandomSource,
  ) {}

  /** The remaining wait; 0 when it may be tried now. */
  async waitMs(account: string): Promise<number> {
    const { nextAttemptAt } = await this.#read(account);
    const waitMs = nextAttemptAt - this.time.now();
    // No backoff is that long, so the clock was set back. It would keep the device silent until it reaches that time.
    const isOfAnotherClock = waitMs > retryDelayMs(Number.MAX_SAFE_INTEGER, 1);
    return isOfAnotherClock ? 0 : Math.max(0, waitMs);
  }

  /** Counts a failure. Answers how long to wait. */
  async failed(account: string, problem: 'unavailable' | 'conflict' = 'unavailable'): Promise<number> {
    const { failures } = await this.#read(account);
    const delayMs = retryDelayMs(failures + 1, this.random.random());
    const attempts = { failures: failures + 1, nextAttemptAt: this.time.now() + delayMs };
    await this.#write(account, attempts, problem);
    return delayMs;
  }

  async succeeded(account: string): Promise<void> {
    if ((await this.#read(account)).failures > 0) {
      await this.#write(account, NO_FAILURE);
    }
  }

  /** The attempts so far; none for an account that was forgotten on this device. */
  async #read(account: string): Promise<AttemptsSoFar> {
    return (
      this.#ofThisPage.get(account) ??
      (await this.tables.transact(['accounts'], 'read', (transaction) =>
        findAccount(transaction, account),
      )) ??
      NO_FAILURE
    );
  }

  async #write(
    account: string,
    attempts: AttemptsSoFar,
    problem?: 'unavailable' | 'conflict',
  ): Promise<void> {
    if (this.#ofThisPage.has(account)) {
      this.#ofThisPage.set(account, attempts);
      return;
    }
    const tables = ['accounts', 'journal', 'rejections'] as const;
    await this.tables.transact(tables, 'write', async (transaction) => {
      const row = await findAccount(transaction, account);
      if (row !== undefined) {
        const now = this.time.now();
        const journalled = problem === undefined ? row : await journalFailure(transaction, row, now, problem);
        await transaction.table('accounts').put({ ...journalled, ...attempts });
      }
    });
  }
}
