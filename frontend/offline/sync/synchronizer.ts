import type { Accounts } from '../accounts/accounts';
import type { CurrentSession } from '../accounts/current-session';
import type { Catalogue } from '../catalogue/catalogue';
import { LiveValue } from '../live/live';
import type { Network, Page, Time } from '../ports';
import type { Reachability } from '../reachability';
import { resultOf } from './while-online';
import { CATALOGUE, type Attempts } from './attempts';
import type { Drain, Drained } from './drain';

export type Trigger = 'start' | 'visible' | 'online' | 'enqueue' | 'hide' | 'timer' | 'manual';

/** Triggers that are only about entries. They cause no other call. */
const ABOUT_ENTRIES: ReadonlySet<Trigger> = new Set<Trigger>(['enqueue', 'hide']);

/** The wait before the lock is tried again when another tab held it. */
const BUSY_RETRY_MS = 2_000;
/** How often to check whether there is a network again, without a call. The browser's event may be lost. */
const NETWORK_LOOK_MS = 30_000;
/** The wait after a fault of the app itself. */
const FAULT_RETRY_MS = 10_000;

/** What the synchronizer needs of the rest. */
export interface SynchronizerDependencies {
  readonly session: CurrentSession;
  readonly accounts: Accounts;
  readonly catalogue: Catalogue;
  readonly drain: Drain;
  readonly attempts: Attempts;
  readonly network: Network;
  readonly page: Page;
  readonly time: Time;
  readonly onFault: (fault: unknown) => void;
  readonly reachability: Pick<Reachability, 'doubt' | 'unanswered'>;
  /** Called when entries could not be sent, so that the worker can send them without the page, where there is one. */
  readonly onUnsent: () => void;
}

/**
 * Everything that is sent to the server automatically. It is level-triggered (C5): every trigger asks the same question,
 * "is there anything to do, and may it be done now?", so that no trigger can be lost. `manual` and `online` override the
 * backoff, because they are news. The other triggers respect it.
 */
export class Synchronizer {
  readonly running = new LiveValue(false);
  /** Whether the last round failed although there is a network. */
  readonly failing = new LiveValue(false);
  readonly #due = new Set<Trigger>();
  #round: Promise<void> | null = null;
  readonly #cancelTimers = new Map<Trigger, () => void>();

  constructor(private readonly dependencies: SynchronizerDependencies) {}

  /** Resolves when the round of this trigger has ended. Triggers at the same time share a round. */
  wake(trigger: Trigger): Promise<void> {
    this.#due.add(trigger);
    this.#round ??= this.#rounds();
    return this.#round;
  }

  async #rounds(): Promise<void> {
    while (this.#due.size > 0) {
      const triggers = new Set(this.#due);
      this.#due.clear();
      try {
        await this.#once(triggers);
      } catch (fault) {
        this.dependencies.onFault(fault);
        this.#wakeIn(FAULT_RETRY_MS);
      }
    }
    // This runs in the same turn as the last check of what is due, so a trigger either is in this round or starts one.
    this.#round = null;
    this.running.set(false);
  }

  async #once(triggers: ReadonlySet<Trigger>): Promise<void> {
    if (!this.dependencies.network.mayBeThere()) {
      await this.#conclude(this.dependencies.session.account, 'offline');
      return;
    }
    const account = this.dependencies.session.account;
    if (await this.#mustWait(account, triggers)) {
      if (triggers.has('start')) {
        // The backoff survived a restart. The server did not answer last time and is not called now.
        this.failing.set(true);
        this.dependencies.reachability.doubt();
      }
      return;
    }
    this.running.set(true);
    const onlyEntries = [...triggers].every((trigger) => ABOUT_ENTRIES.has(trigger));
    // The catalogue is refreshed in the foreground only, and after the listener's entries were sent. A listener whose
    // catalogue is not complete gets it at the same time.
    if (!onlyEntries && this.dependencies.page.isVisible() && this.dependencies.catalogue.isNew()) {
      await bothEnded(this.#refreshCatalogue(triggers), this.#converse(account, onlyEntries));
      return;
    }
    const answers = await this.#converse(account, onlyEntries);
    if (answers && !onlyEntries && this.dependencies.page.isVisible()) {
      await this.#refreshCatalogue(triggers);
    }
  }

  /** Checks the session and drains the outbox. Answers whether the server answered. */
  async #converse(account: string, onlyEntries: boolean): Promise<boolean> {
    const asksWho = !onlyEntries || !this.dependencies.accounts.isVerified();
    if (asksWho) {
      const said = await resultOf(this.dependencies.accounts.check());
      if ('problem' in said) {
        await this.#conclude(account, said.problem === 'refused' ? 'unavailable' : said.problem);
        return false;
      }
    }
    // The account may have changed during the call. The answer is about the account that is current now.
    const listener = this.dependencies.session.account;
    const drained = this.dependencies.session.maySend()
      ? await this.dependencies.drain.run(listener, !onlyEntries)
      : 'idle';
    await this.#conclude(listener, drained === 'idle' && asksWho ? 'done' : drained);
    return drained !== 'offline' && drained !== 'unavailable';
  }

  /** Whether the backoff forbids a call now. Starts the timer for its end. */
  async #mustWait(subject: string, triggers: ReadonlySet<Trigger>): Promise<boolean> {
    const waitMs = await this.dependencies.attempts.waitMs(subject);
    if (waitMs === 0 || triggers.has('manual') || triggers.has('online')) {
      return false;
    }
    this.#wakeIn(waitMs);
    return true;
  }

  /** Refreshes the catalogue. Its failure holds back no entry. */
  async #refreshCatalogue(triggers: ReadonlySet<Trigger>): Promise<void> {
    if (await this.#mustWait(CATALOGUE, triggers)) {
      return;
    }
    const refreshing = this.dependencies.catalogue.refresh().then((changed) => {
      if (changed) {
        this.#due.add('enqueue'); // Entries that are parked for the catalogue may be sent (R7.4).
      }
    });
    const said = await resultOf(refreshing);
    if ('answer' in said) {
      await this.dependencies.attempts.succeeded(CATALOGUE);
    } else {
      this.#wakeIn(
        said.problem === 'offline' ? NETWORK_LOOK_MS : await this.dependencies.attempts.failed(CATALOGUE),
      );
    }
  }

  /** @param account the account that the calls were for; another one may be current by now */
  async #conclude(account: string, outcome: Drained): Promise<void> {
    switch (outcome) {
      case 'idle':
        return; // The server was not called.
      case 'done':
        this.failing.set(false);
        await this.dependencies.attempts.succeeded(account);
        return;
      case 'offline':
        this.failing.set(false);
        this.dependencies.reachability.unanswered();
        this.dependencies.onUnsent();
        this.#wakeIn(NETWORK_LOOK_MS);
        return;
      case 'busy':
        // Everything but the entries was asked for already.
        this.#wakeIn(BUSY_RETRY_MS, 'enqueue');
        return;
      case 'unauthorised':
        // R15.1: nothing is lost. The listener is asked quietly to sign in.
        this.failing.set(false);
        await this.dependencies.accounts.expire(account);
        // Otherwise the next round learns it.
        await resultOf(this.dependencies.accounts.learnWhetherDeleted(account));
        return;
      case 'conflict':
        this.dependencies.accounts.doubt();
        this.#wakeIn(await this.dependencies.attempts.failed(account, 'conflict'));
        return;
      case 'unavailable':
        this.failing.set(true);
        this.dependencies.reachability.doubt();
        this.dependencies.onUnsent();
        this.#wakeIn(await this.dependencies.attempts.failed(account));
        return;
    }
  }

  /** There is one timer for each trigger. The last call decides when it fires. */
  #wakeIn(delayMs: number, trigger: Trigger = 'timer'): void {
    this.#cancelTimers.get(trigger)?.();
    const cancel = this.dependencies.time.after(delayMs, () => {
      this.wake(trigger).catch(this.dependencies.onFault);
    });
    this.#cancelTimers.set(trigger, cancel);
  }
}

/** Waits for both. Both are awaited from the start, so that no rejection is unhandled. Rejects when either does. */
async function bothEnded(...works: Array<Promise<unknown>>): Promise<void> {
  await Promise.allSettled(works);
  await Promise.all(works);
}
