package app.durus.server.startup;

/**
 * Something that the operator can put right: bad configuration, a taken port, a database that does
 * not answer. Ends the program with its message on one line and no stack trace.
 */
public final class StartupFailure extends RuntimeException {

  /** The status with which the process ends. */
  public static final int EXIT_STATUS = 1;

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
