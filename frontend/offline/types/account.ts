export interface AccountView {
  /**
   * `guest` listens without an account. `expired` has to sign in again before anything is sent. `deleted`: the server has
   * deleted the account, and the listener chooses what becomes of it on this device.
   */
  readonly state: 'loading' | 'guest' | 'signed-in' | 'expired' | 'deleted';
  readonly listenerId: string | null;
  readonly name: string | null;
  /** How many lectures of the guest this account may adopt; 0 when nothing has to be asked. */
  readonly guestLectures: number;
}

export type SignInProblem =
  | 'wrong-name-or-password'
  | 'name-taken'
  | 'name-invalid'
  | 'password-invalid'
  /** The password is right, and the operator has disabled the account. */
  | 'account-disabled'
  /** The operator lets nobody make an account. */
  | 'sign-up-closed'
  /** Making an account needs a code of the operator, and none was given. */
  | 'invitation-needed'
  /** The provider of OpenID Connect does not answer. */
  | 'provider-unavailable'
  /** The listener, or the provider, refused there. */
  | 'provider-cancelled'
  /** The browser came back without a session. */
  | 'provider-failed'
  /** The operator's code is unknown, was used, or has ended. */
  | 'code-invalid'
  | CallProblem;

/** Why the own account was not deleted. */
export type DeletionProblem = 'wrong-password' | CallProblem;

/** Why a change of the password failed. */
export type PasswordProblem = 'wrong-password' | 'password-invalid' | CallProblem;

/** Why a change of the e-mail address failed. */
export type EmailProblem = 'wrong-password' | 'address-invalid' | 'code-invalid' | CallProblem;

/** Why a call that somebody waits for brought no answer. */
export type CallProblem =
  /** The browser says that there is no network. */
  | 'offline'
  /** There may be a network, and nobody answered in time. */
  | 'no-answer'
  /** The server, or something on the way to it, answered that it cannot do this. */
  | 'failed'
  | TooManyAttempts;

/** The server refuses attempts until this time is over. */
export interface TooManyAttempts {
  readonly waitSeconds: number;
}

export interface SyncView {
  readonly pending: number;
  readonly running: boolean;
  /** The server did not answer, or refused, although there is a network: it is tried again by itself. */
  readonly failing: boolean;
  readonly lastSuccessAt: number | null;
  /** The entries that the server refused. They are in the journal. */
  readonly rejected: number;
}
