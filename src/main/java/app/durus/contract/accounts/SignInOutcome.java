package app.durus.contract.accounts;

/** The closed set of ways in which signing up or in can end. */
public enum SignInOutcome {
  SIGNED_IN,
  /** Signing in: no such name, or not its password. */
  WRONG_NAME_OR_PASSWORD,
  /** Signing up: somebody has this name. */
  NAME_TAKEN,
  /** Signing up: empty, longer than 64 characters, or with control characters. */
  NAME_INVALID,
  /** Signing up: shorter than 8 or longer than 256 characters. */
  PASSWORD_INVALID,
  /** Signing in: the password is right, and the operator has disabled the account. */
  ACCOUNT_DISABLED,
  /** Signing up: the operator lets nobody make an account. */
  SIGN_UP_CLOSED,
  /** Signing up: it needs an invitation, and none was sent. */
  INVITATION_NEEDED,
  /** The invitation, or the code for a new password, is unknown, was used, or has ended. */
  CODE_INVALID
}
