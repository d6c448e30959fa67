package app.durus.server.accounts;

/** Who may make an account. */
public enum SignUpPolicy {
  /** Everybody. */
  OPEN,
  /** Whoever has an invitation from the operator. */
  INVITATION,
  /** Nobody. */
  CLOSED
}
