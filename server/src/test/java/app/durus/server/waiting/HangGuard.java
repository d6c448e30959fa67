package app.durus.server.waiting;

import java.time.Duration;

/**
 * After how long a wait is given up, so that a test that hangs ends and says what it waited for. It
 * is no measure of how fast anything must be: it is far beyond what the slowest machine needs. The
 * system property {@value #PROPERTY} changes it, in minutes.
 */
public final class HangGuard {

  private static final String PROPERTY = "durus.hangGuardMinutes";

  /** Of everything that is waited for. */
  public static final Duration LIMIT = Duration.ofMinutes(Long.getLong(PROPERTY, 5));

  private HangGuard() {}

  /** For {@code Socket.setSoTimeout} and the like. */
  public static int millis() {
    return Math.toIntExact(LIMIT.toMillis());
  }
}
