package app.durus.server.hilla;

import java.util.OptionalInt;

/**
 * A request that is refused whole: nothing of it is done, and the caller is told why. Fails a
 * {@code Future}; the endpoint handler maps it, once, to an answer with this status.
 */
public final class Refusal extends RuntimeException {

  private final int status;
  private final int retryAfterSeconds;

  /**
   * @param status an HTTP status from 400 to 599
   * @param message for the caller; never holds anything that the caller may not know
   */
  public Refusal(int status, String message) {
    this(status, message, 0);
  }

  private Refusal(int status, String message, int retryAfterSeconds) {
    super(message, null, false, false);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("not an error status: " + status);
    }
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** A 503: the same request may succeed after this many seconds (1 or more). */
  public static Refusal busy(String message, int retryAfterSeconds) {
    return new Refusal(503, message, Math.max(1, retryAfterSeconds));
  }

  /** A 429: this caller asks for too much; the same request may succeed after so many seconds. */
  public static Refusal tooMany(String message, int retryAfterSeconds) {
    return new Refusal(429, message, Math.max(1, retryAfterSeconds));
  }

  public int status() {
    return status;
  }

  /** What {@code Retry-After} is to say; empty when the answer has none. */
  OptionalInt retryAfterSeconds() {
    return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
  }
}
