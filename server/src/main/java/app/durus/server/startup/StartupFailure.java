package app.durus.server.startup;

/**
 * Something that the operator can put right: bad configuration, a taken port, a database that does
 * not answer. Ends the program with its message on one line and no stack trace.
 */
public final class StartupFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one plain sentence that says what is wrong and, where that is not evident, what
   *     to do
   */
  public StartupFailure(String message) {
    super(message);
  }

  public StartupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
