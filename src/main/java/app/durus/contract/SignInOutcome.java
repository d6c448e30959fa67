package app.durus.contract;

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
  PASSWORD_INVALID
}
