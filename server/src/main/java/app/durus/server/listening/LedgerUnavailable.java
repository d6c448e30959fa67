package app.durus.server.listening;

/**
 * The ledger cannot be reached, or can take nothing just now; whatever else is pushed meets the
 * same. Nobody knows whether what was pushed is committed; to push again is harmless (R1).
 */
public final class LedgerUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cause what the database or its driver said
   */
  public LedgerUnavailable(Throwable cause) {
    super(cause.toString(), cause, false, false);
  }
}
