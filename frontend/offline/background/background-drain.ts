import { expireSession } from '../accounts/expiry';
import type { Changes } from '../live/changes';
import type { Exchange } from '../outbox/exchange';
import type { EventRecorder } from '../outbox/event-recorder';
import type { Time } from '../ports';
import { GUEST } from '../storage/schema';
import { readSession } from '../storage/settings';
import type { Tables } from '../storage/tables';
import type { Attempts } from '../sync/attempts';
import type { Drain, Drained } from '../sync/drain';

/** A page that drains goes first. After this long the worker checks whether something is left. */
const BUSY_RETRY_MS = 3_000;
const MOST_TIMES_BUSY = 5;

/** The outbox still has entries that could not be sent. The browser should wake the worker again. */
export class NotDrained extends Error {
  constructor(readonly outcome: Drained) {
    super(`the outbox was not drained: ${outcome}`);
    this.name = 'NotDrained';
  }
}

/** What the worker needs to drain the outbox. */
export interface BackgroundDrainDependencies {
  readonly tables: Tables;
  readonly changes: Changes;
  readonly eventRecorder: EventRecorder;
  readonly exchange: Exchange;
  readonly drain: Drain;
  readonly attempts: Attempts;
  readonly time: Time;
  /** Whether a page of the app is open, which then keeps positions itself. */
  readonly hasPages: () => Promise<boolean>;
}

/**
 * What the worker does when the browser wakes it, perhaps with every page closed (C5). It drains the outbox
 * of the device's current account, over the same tables and under the same lock. It requests neither the
 * session nor the catalogue, and receives changes of other devices only with what it sends.
 */
export class BackgroundDrain {
  constructor(private readonly dependencies: BackgroundDrainDependencies) {}

  /** Rejects with {@link NotDrained} when it should be tried again. */
  async run(): Promise<void> {
    const session = await this.dependencies.tables.transact(['settings'], 'read', readSession);
    const { account } = session;
    if (account === GUEST || session.expired) {
      return;
    }
    if (!(await this.dependencies.hasPages())) {
      await this.dependencies.eventRecorder.offerKept(account); // C3: a position that the page could not offer before it closed.
    }
    await this.#conclude(account, await this.#drainOnceFree(account));
  }

  async #drainOnceFree(account: string): Promise<Drained> {
    for (let times = 0; times < MOST_TIMES_BUSY; times++) {
      const drained = await this.dependencies.drain.run(account, false);
      // The tab that holds the lock may have sent everything.
      if (drained !== 'busy' || !(await this.dependencies.exchange.hasOffers(account))) {
        return drained === 'busy' ? 'idle' : drained;
      }
      await new Promise<void>((resolve) => this.dependencies.time.after(BUSY_RETRY_MS, resolve));
    }
    return 'busy';
  }

  async #conclude(account: string, outcome: Drained): Promise<void> {
    switch (outcome) {
      case 'idle':
        return;
      case 'done':
        await this.dependencies.attempts.succeeded(account);
        return;
      case 'unauthorised':
        // R15: the listener is asked when a page opens. Another attempt by the browser would not help.
        await expireSession(this.dependencies.tables, account, this.dependencies.time.now());
        this.dependencies.changes.publishElsewhere({ kind: 'account' });
        return;
      case 'conflict':
        return; // The session is another listener's. A page will find out whose.
      case 'unavailable':
        await this.dependencies.attempts.failed(account);
        throw new NotDrained(outcome);
      case 'offline':
      case 'busy':
        throw new NotDrained(outcome);
    }
  }
}
