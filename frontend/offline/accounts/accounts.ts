import type { Changes } from '../live/changes';
import type { ClockWatch } from '../clock/clock-watch';
import { learnTime } from '../clock/learn-time';
import { LiveValue } from '../live/live';
import type { Gateway, SignInAnswer } from '../gateway-port';
import type { RandomSource, Time } from '../ports';
import { GUEST, TABLES_OF_ACCOUNTS, type AccountRow, type SessionSetting } from '../storage/schema';
import { readPlayer, readSession, readSetting, writeSetting } from '../storage/settings';
import type { Tables } from '../storage/tables';
import type { AccountView, CallProblem, SignInProblem } from '../types';
import { hasMembers } from '../live/same-members';
import { resultOf } from '../sync/while-online';
import { CurrentSession } from './current-session';
import { giveToGuest, noteDeleted } from './deleted';
import { enter } from './entering';
import { expireIn, expireSession } from './expiry';
import { countGuestLectures, leaveGuestProgress, takeOverGuestProgress } from './guest';
import { callProblem, signInProblem, type Nobody } from './problems';

const TABLES = ['settings', ...TABLES_OF_ACCOUNTS] as const;

const SIGNED_OUT: SessionSetting = { name: 'session', account: GUEST, expired: false, signOutOwed: true };

/**
 * Who listens on this device (C9): remembered offline, checked when there is a server to ask. Signing
 * in or out changes who listens from now on, and never whose anything was.
 */
export class Accounts {
  readonly view = new LiveValue<AccountView>({
    state: 'loading',
    listenerId: null,
    name: null,
    guestLectures: 0,
  });
  readonly row = new LiveValue<AccountRow | null>(null);
  readonly session = new CurrentSession();
  #verified = false;
  #signingIn = 0;
  /** The server is being told of a sign-out; rejects as that call does. */
  #leaving: Promise<void> = Promise.resolve();

  constructor(
    private readonly tables: Tables,
    private readonly changes: Changes,
    private readonly gateway: Gateway,
    private readonly watch: ClockWatch,
    private readonly time: Time,
    private readonly random: RandomSource,
  ) {}

  /** Whether the server said since the start who is signed in. */
  isVerified(): boolean {
    return this.#verified;
  }

  /** The server saw another session than ours: ask again before the next exchange. */
  doubt(): void {
    this.#verified = false;
  }

  /** Reads what this device remembers. */
  async load(): Promise<void> {
    await this.tables.transact(TABLES, 'read', async (transaction) => {
      const session = await readSession(transaction);
      const row = (await transaction.table('accounts').get([session.account])) ?? null;
      const guestLectures = row === null ? 0 : await countGuestLectures(transaction, row);
      this.row.set(row);
      this.session.update(session);
      this.#show({
        state: row === null ? 'guest' : stateOf(session),
        listenerId: row?.account ?? null,
        name: row?.name ?? null,
        guestLectures,
      });
    });
  }

  /** Asks the server whose session this is; fails with GatewayFailure. */
  async check(): Promise<void> {
    const asked = this.session.stored;
    const sentAt = this.watch.read();
    const session = await this.gateway.session();
    const known = this.watch.learn(sentAt, session.serverTime);
    const signedOut = session.account === null || (asked.signOutOwed && (await this.#signOutThere(asked)));
    const corrected = await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const moved = await learnTime(transaction, known, this.random.newId);
      const present = await readSession(transaction);
      if (!isSame(present, asked)) {
        return moved; // Somebody signed in or out meanwhile: this answer is about the past.
      }
      if (present.signOutOwed) {
        await writeSetting(transaction, { ...present, signOutOwed: !signedOut });
      } else if (present.account === GUEST && session.account !== null) {
        // Signed in elsewhere in this profile, or the answer to a sign-in was lost.
        await enter(transaction, session.account);
      } else if (present.account !== GUEST) {
        await (session.account?.listenerId === present.account
          ? writeSetting(transaction, { ...present, expired: false, deleted: false })
          : session.deletedListenerId === present.account
            ? noteDeleted(transaction, present.account)
            : expireIn(transaction, present.account, known.reading.deviceAt));
      }
      return moved;
    });
    this.watch.anchor(known.reading); // Not before it is stored.
    if (corrected) {
      this.changes.publish({ kind: 'listening', account: this.session.account, lectureIds: null });
    }
    this.#verified = true;
    await this.#reload();
  }

  /**
   * The server no longer knows the account's session: pending entries wait until the listener signs in
   * (R15). Nothing happens when another listens by now.
   */
  async expire(account: string): Promise<void> {
    await expireSession(this.tables, account, this.time.now());
    await this.#reload();
  }

  /** Asks the server whether the account was deleted, after its session was refused. Fails with GatewayFailure. */
  async learnWhetherDeleted(account: string): Promise<void> {
    if ((await this.gateway.session()).deletedListenerId === account) {
      await this.noteDeleted(account);
    }
  }

  /** The server has deleted the account. Nothing happens when another listens by now. */
  async noteDeleted(account: string): Promise<void> {
    await this.tables.transact(TABLES, 'durable-write', (transaction) => noteDeleted(transaction, account));
    await this.#reload();
  }

  /** Makes what this device has of an account that was deleted the guest's. Nothing happens for another account. */
  async keepDeletedAsGuest(): Promise<void> {
    const { account } = this.session;
    await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      const session = await readSession(transaction);
      if (session.account !== account || session.deleted !== true) {
        return;
      }
      await giveToGuest(transaction, account, this.random);
      for (const table of TABLES_OF_ACCOUNTS) {
        await transaction.table(table).removeWithin([account]);
      }
      await writeSetting(transaction, SIGNED_OUT);
    });
    this.#verified = false;
    this.changes.publish({ kind: 'listening', account: GUEST, lectureIds: null });
    await this.#reload();
  }

  /**
   * Before the page is left for a provider: the server learns of a sign-out that it was not told of yet. Told later, it
   * would end the new session.
   */
  async prepareSignIn(): Promise<CallProblem | null> {
    const said = await resultOf(this.check());
    return 'problem' in said ? callProblem(said) : null;
  }

  /** The browser came back from the provider: whoever has its session listens from now on. */
  completeSignIn(): Promise<SignInProblem | null> {
    return this.#signIn(async () => {
      const { account } = await this.gateway.session();
      return account === null ? { outcome: 'NOBODY' } : { outcome: 'SIGNED_IN', account };
    });
  }

  signUp(name: string, password: string, invitation: string | null): Promise<SignInProblem | null> {
    return this.#signIn(() => this.gateway.signUp(name, password, invitation));
  }

  resetPassword(code: string, password: string): Promise<SignInProblem | null> {
    return this.#signIn(() => this.gateway.resetPassword(code, password));
  }

  signIn(name: string, password: string): Promise<SignInProblem | null> {
    return this.#signIn(() => this.gateway.signIn(name, password));
  }

  /** At once on this device; the server is told now, or at the next chance. */
  async signOut(): Promise<void> {
    await this.tables.transact(TABLES, 'durable-write', (transaction) =>
      writeSetting(transaction, SIGNED_OUT),
    );
    this.#verified = false;
    await this.#reload();
  }

  /**
   * Removes everything of an account from this device (C9). What another tab or the worker still has under way for
   * it finds no account, and is dropped.
   */
  async forget(account: string): Promise<void> {
    if (account === GUEST) {
      return;
    }
    await this.tables.transact(TABLES, 'durable-write', async (transaction) => {
      for (const table of TABLES_OF_ACCOUNTS) {
        await transaction.table(table).removeWithin([account]);
      }
      const player = await readPlayer(transaction);
      if (player.account === account) {
        await writeSetting(transaction, { ...player, account: GUEST, lectureId: null });
      }
      if ((await readSetting(transaction, 'queue'))?.account === account) {
        await writeSetting(transaction, { name: 'queue', account: GUEST, lectureIds: [] });
      }
      if ((await readSession(transaction)).account === account) {
        await writeSetting(transaction, SIGNED_OUT);
      }
    });
    this.#verified = false;
    await this.#reload();
  }

  /** The answer to whether this account takes over what the guest listened to; asked once (C9). */
  async keepGuestProgress(keep: boolean): Promise<void> {
    const { account } = this.session;
    if (account === GUEST) {
      return;
    }
    await this.tables.transact(TABLES, 'durable-write', (transaction) =>
      keep
        ? takeOverGuestProgress(transaction, account, this.time.now(), this.random)
        : leaveGuestProgress(transaction, account),
    );
    this.changes.publish({ kind: 'listening', account, lectureIds: null });
    this.changes.publish({ kind: 'outbox', account });
    await this.#reload();
  }

  /** Never while somebody signs in, whose new session it might end instead; answers whether it was done. */
  async #signOutThere(asked: SessionSetting): Promise<boolean> {
    // What other tabs told this one while it slept may be lost.
    const stored = await this.tables.transact(['settings'], 'read', readSession);
    if (this.#signingIn > 0 || !isSame(this.session.stored, asked) || !isSame(stored, asked)) {
      return false;
    }
    this.#leaving = this.gateway.signOut();
    await this.#leaving;
    return true;
  }

  async #signIn(call: () => Promise<SignInAnswer | Nobody>): Promise<SignInProblem | null> {
    this.#signingIn++;
    try {
      await Promise.allSettled([this.#leaving]); // How it ended, whoever signed out there is told.
      return await this.#signInNow(call);
    } finally {
      this.#signingIn--;
    }
  }

  async #signInNow(call: () => Promise<SignInAnswer | Nobody>): Promise<SignInProblem | null> {
    const said = await resultOf(call());
    if ('problem' in said) {
      return callProblem(said);
    }
    const { answer } = said;
    switch (answer.outcome) {
      case 'SIGNED_IN': {
        const { account } = answer;
        await this.tables.transact(TABLES, 'durable-write', (transaction) => enter(transaction, account));
        this.#verified = true;
        await this.#reload();
        return null;
      }
      default:
        return signInProblem(answer.outcome);
    }
  }

  async #reload(): Promise<void> {
    await this.load();
    this.changes.publishElsewhere({ kind: 'account' });
  }

  #show(view: AccountView): void {
    if (!hasMembers(this.view.get(), view)) {
      this.view.set(view);
    }
  }
}

function stateOf({ expired, deleted }: SessionSetting): 'deleted' | 'expired' | 'signed-in' {
  return deleted === true ? 'deleted' : expired ? 'expired' : 'signed-in';
}

function isSame(a: SessionSetting, b: SessionSetting): boolean {
  return (
    a.account === b.account &&
    a.signOutOwed === b.signOutOwed &&
    a.expired === b.expired &&
    (a.deleted ?? false) === (b.deleted ?? false)
  );
}
