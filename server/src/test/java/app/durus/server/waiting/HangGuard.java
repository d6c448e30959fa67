package app.durus.server.waiting;

import java.time.Duration;

/**
 * The longest wait, so that a test that hangs ends and says what it waited for. It is no
 * requirement on speed: it is far longer than the slowest machine needs. The system property
 * {@value #PROPERTY} changes it, in minutes.
 */
public final class HangGuard {

  private static final String PROPERTY = "durus.hangGuardMinutes";

  /** The limit of every wait. */
  public static final Duration LIMIT = Duration.ofMinutes(Long.getLong(PROPERTY, 5));

  private HangGuard() {}

  /** For {@code Socket.setSoTimeout} and the like. */
  public static int millis() {
    return Math.toIntExact(LIMIT.toMillis());
  }
}
