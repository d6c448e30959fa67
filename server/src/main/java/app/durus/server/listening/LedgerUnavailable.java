package app.durus.server.listening;

/**
 * The ledger cannot be reached, or cannot write now. Any other push would fail in the same way. The
 * failed push may or may not have been committed; pushing again is harmless (R1).
 */
public final class LedgerUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cause the error of the database or its driver
   */
  public LedgerUnavailable(Throwable cause) {
    super(cause.toString(), cause, false, false);
  }
}
