import type { Accounts } from '../accounts/accounts';
import type { CurrentSession } from '../accounts/current-session';
import type { Catalogue } from '../catalogue/catalogue';
import { LiveValue } from '../live/live';
import type { Network, Page, Time } from '../ports';
import { resultOf } from './while-online';
import { CATALOGUE, type Attempts } from './attempts';
import type { Drain, Drained } from './drain';

export type Trigger = 'start' | 'visible' | 'online' | 'enqueue' | 'hide' | 'timer' | 'manual';

/** These are about entries alone: nothing else is asked for. */
const ABOUT_ENTRIES: ReadonlySet<Trigger> = new Set<Trigger>(['enqueue', 'hide']);

/** After this long another tab that held the lock is asked again. */
const BUSY_RETRY_MS = 2_000;
/** How often to look whether there is a network again, which asks nobody: its event may be lost. */
const NETWORK_LOOK_MS = 30_000;
/** After a fault, which is nobody's answer. */
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
  /** What could not be sent stays: where the browser can, the worker is to try without the page. */
  readonly onUnsent: () => void;
}

/**
 * Everything that is said to the server by itself, level-triggered (C5): every trigger asks the same
 * question, "is there anything to do, and may it be done now?", so that none of them can be lost.
 * `manual` and `online` are news that the backoff did not know; the others respect it.
 */
export class Synchronizer {
  readonly running = new LiveValue(false);
  /** Whether the server answered last time, or the browser at least has a network. */
  readonly online: LiveValue<boolean>;
  readonly #due = new Set<Trigger>();
  #round: Promise<void> | null = null;
  readonly #cancelTimers = new Map<Trigger, () => void>();

  constructor(private readonly dependencies: SynchronizerDependencies) {
    this.online = new LiveValue(dependencies.network.mayBeThere());
  }

  /** Resolves when this trigger's question was answered; triggers that meet share a round. */
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
    // In the same turn as the last look at what is due: a trigger starts a round, or is in this one.
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
        // The wait outlived a restart: the server did not answer last time, and nobody asks it now.
        this.online.set(false);
      }
      return;
    }
    this.running.set(true);
    const onlyEntries = [...triggers].every((trigger) => ABOUT_ENTRIES.has(trigger));
    // Content is refreshed in the foreground only, and after what the listener did; but who has nothing to look at
    // yet does not wait for it until everything else was asked.
    if (!onlyEntries && this.dependencies.page.isVisible() && this.dependencies.catalogue.isEmpty()) {
      await bothEnded(this.#refreshCatalogue(triggers), this.#converse(account, onlyEntries));
      return;
    }
    const answers = await this.#converse(account, onlyEntries);
    if (answers && !onlyEntries && this.dependencies.page.isVisible()) {
      await this.#refreshCatalogue(triggers);
    }
  }

  /** Who listens, and what is pending. Answers whether the server said anything. */
  async #converse(account: string, onlyEntries: boolean): Promise<boolean> {
    const asksWho = !onlyEntries || !this.dependencies.accounts.isVerified();
    if (asksWho) {
      const said = await resultOf(this.dependencies.accounts.check());
      if ('problem' in said) {
        await this.#conclude(account, said.problem === 'refused' ? 'unavailable' : said.problem);
        return false;
      }
      this.online.set(true);
    }
    // Who listens may change while the server is asked: what it answers is about this one.
    const listener = this.dependencies.session.account;
    const drained = this.dependencies.session.maySend()
      ? await this.dependencies.drain.run(listener, !onlyEntries)
      : 'idle';
    await this.#conclude(listener, drained === 'idle' && asksWho ? 'done' : drained);
    return drained !== 'offline' && drained !== 'unavailable';
  }

  /** Arms the timer for when it may be tried again. */
  async #mustWait(subject: string, triggers: ReadonlySet<Trigger>): Promise<boolean> {
    const waitMs = await this.dependencies.attempts.waitMs(subject);
    if (waitMs === 0 || triggers.has('manual') || triggers.has('online')) {
      return false;
    }
    this.#wakeIn(waitMs);
    return true;
  }

  /** That it cannot be had holds back no entry. */
  async #refreshCatalogue(triggers: ReadonlySet<Trigger>): Promise<void> {
    if (await this.#mustWait(CATALOGUE, triggers)) {
      return;
    }
    const refreshing = this.dependencies.catalogue.refresh().then((changed) => {
      if (changed) {
        this.#due.add('enqueue'); // What waits for the catalogue may go on (R7).
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

  /** @param account whose the conversation was, whoever listens by now */
  async #conclude(account: string, outcome: Drained): Promise<void> {
    switch (outcome) {
      case 'idle':
        return; // Nobody said anything about anything.
      case 'done':
        this.online.set(true);
        await this.dependencies.attempts.succeeded(account);
        return;
      case 'offline':
        this.online.set(false);
        this.dependencies.onUnsent();
        this.#wakeIn(NETWORK_LOOK_MS);
        return;
      case 'busy':
        // All but the entries was asked for already.
        this.#wakeIn(BUSY_RETRY_MS, 'enqueue');
        return;
      case 'unauthorised':
        // R15: nothing is lost; the listener is asked quietly to sign in.
        this.online.set(true);
        await this.dependencies.accounts.expire(account);
        return;
      case 'conflict':
        this.online.set(true);
        this.dependencies.accounts.doubt();
        this.#wakeIn(await this.dependencies.attempts.failed(account, 'conflict'));
        return;
      case 'unavailable':
        this.online.set(false);
        this.dependencies.onUnsent();
        this.#wakeIn(await this.dependencies.attempts.failed(account));
        return;
    }
  }

  /** One timer for each trigger: the last word counts. */
  #wakeIn(delayMs: number, trigger: Trigger = 'timer'): void {
    this.#cancelTimers.get(trigger)?.();
    const cancel = this.dependencies.time.after(delayMs, () => {
      this.wake(trigger).catch(this.dependencies.onFault);
    });
    this.#cancelTimers.set(trigger, cancel);
  }
}

/** Waits for both from the start, so that whichever fails first is held; rejects as the first one or the other did. */
async function bothEnded(...works: Array<Promise<unknown>>): Promise<void> {
  await Promise.allSettled(works);
  await Promise.all(works);
}
