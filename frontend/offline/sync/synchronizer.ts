import type { Accounts } from '../accounts/accounts';
import type { Catalogue } from '../catalogue/catalogue';
import { LiveValue } from '../live';
import { GatewayFailure, type Network, type Page, type Time } from '../ports';
import { GUEST } from '../store/schema';
import type { Attempts } from './attempts';
import type { Drain, Drained } from './drain';

export type Trigger = 'start' | 'visible' | 'online' | 'enqueue' | 'timer' | 'manual';

/** After this long another tab that held the lock is asked again. */
const BUSY_RETRY_MS = 2_000;

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
  #cancelTimer: () => void = () => undefined;

  constructor(
    private readonly accounts: Accounts,
    private readonly catalogue: Catalogue,
    private readonly drain: Drain,
    private readonly attempts: Attempts,
    private readonly network: Network,
    private readonly page: Page,
    private readonly time: Time,
    private readonly onFault: (fault: unknown) => void,
  ) {
    this.online = new LiveValue(network.mayBeThere());
  }

  /** Resolves when this trigger's question was answered; triggers that meet share a round. */
  wake(trigger: Trigger): Promise<void> {
    this.#due.add(trigger);
    this.#round ??= this.#rounds().finally(() => {
      this.#round = null;
      this.running.set(false);
    });
    return this.#round;
  }

  async #rounds(): Promise<void> {
    while (this.#due.size > 0) {
      const triggers = new Set(this.#due);
      this.#due.clear();
      try {
        await this.#once(triggers);
      } catch (fault) {
        this.onFault(fault);
        this.#wakeIn(BUSY_RETRY_MS * 5);
      }
    }
  }

  async #once(triggers: ReadonlySet<Trigger>): Promise<void> {
    if (!this.network.mayBeThere()) {
      this.online.set(false);
      return;
    }
    const account = this.accounts.current();
    const waitMs = await this.attempts.waitMs(account);
    if (waitMs > 0 && !triggers.has('manual') && !triggers.has('online')) {
      this.#wakeIn(waitMs);
      return;
    }
    this.running.set(true);
    const outcome = await this.#converse(triggers);
    await this.#conclude(outcome);
  }

  async #converse(triggers: ReadonlySet<Trigger>): Promise<Drained> {
    try {
      const onlyEntries = [...triggers].every((trigger) => trigger === 'enqueue');
      if (!onlyEntries || !this.accounts.isVerified()) {
        await this.accounts.check();
        this.online.set(true);
      }
      // Content is refreshed in the foreground only.
      if (!onlyEntries && this.page.isVisible()) {
        await this.catalogue.refresh();
      }
    } catch (failure) {
      if (failure instanceof GatewayFailure) {
        return failure.problem === 'refused' ? 'unavailable' : failure.problem;
      }
      throw failure;
    }
    return this.accounts.maySend() ? this.drain.run(this.accounts.current()) : 'done';
  }

  async #conclude(outcome: Drained): Promise<void> {
    const account = this.accounts.current();
    switch (outcome) {
      case 'done':
        this.online.set(true);
        await this.attempts.succeeded(account);
        return;
      case 'offline':
        this.online.set(false);
        return;
      case 'busy':
        this.#wakeIn(BUSY_RETRY_MS);
        return;
      case 'unauthorised':
        // R15: nothing is lost; the listener is asked quietly to sign in.
        this.online.set(true);
        await this.accounts.expire();
        return;
      case 'conflict':
        this.online.set(true);
        this.accounts.doubt();
        this.#wakeIn(await this.attempts.failed(account));
        return;
      case 'unavailable':
        this.online.set(false);
        if (account === GUEST || this.accounts.maySend()) {
          this.#wakeIn(await this.attempts.failed(account));
        }
        return;
    }
  }

  #wakeIn(delayMs: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.time.after(delayMs, () => {
      this.wake('timer').catch(this.onFault);
    });
  }
}
