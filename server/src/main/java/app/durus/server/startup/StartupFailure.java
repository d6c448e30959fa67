package app.durus.server.startup;

/**
 * A failure that the operator can correct: wrong configuration, a taken port, a database that does
 * not answer. The program ends with the message on one line and without a stack trace.
 */
public final class StartupFailure extends RuntimeException {

  /** The status with which the process ends. */
  public static final int EXIT_STATUS = 1;

  private static final long serialVersionUID = 1L;

  /**
   * @param message one plain sentence that says what is wrong and, where needed, what to do
   */
  public StartupFailure(String message) {
    super(message);
  }

  public StartupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
