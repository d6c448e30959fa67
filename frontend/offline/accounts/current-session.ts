import { GUEST, type SessionSetting } from '../storage/schema';

/** Another listener than before. */
export interface ListenerSwitch {
  readonly from: string;
  readonly to: string;
}

const NOBODY: SessionSetting = { name: 'session', account: GUEST, expired: false, signOutOwed: false };

/**
 * Who listens on this device (C9): the one value that the parts of the core read and follow. It mirrors what the store
 * has; only {@link Accounts} updates it, before any part follows it for the first time.
 */
export class CurrentSession {
  #stored = NOBODY;
  readonly #followers: Array<(change: ListenerSwitch) => void> = [];

  /** {@link GUEST} or a listener's id. */
  get account(): string {
    return this.#stored.account;
  }

  /** As it was last read from the store. */
  get stored(): SessionSetting {
    return this.#stored;
  }

  /** Whether an outbox exists that the server would take. */
  maySend(): boolean {
    return this.#stored.account !== GUEST && !this.#stored.expired;
  }

  /** Calls back whenever another listener listens from now on; followers hear it in the order in which they came. */
  onSwitch(follower: (change: ListenerSwitch) => void): void {
    this.#followers.push(follower);
  }

  /** The store has it so. */
  update(stored: SessionSetting): void {
    const from = this.#stored.account;
    this.#stored = stored;
    if (stored.account !== from) {
      this.#followers.forEach((follower) => {
        follower({ from, to: stored.account });
      });
    }
  }
}
