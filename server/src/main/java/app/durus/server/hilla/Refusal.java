package app.durus.server.hilla;

import app.durus.server.errors.RequestError;
import app.durus.server.http.ErrorStatus;
import java.util.OptionalInt;

/**
 * A call that is refused whole, with its HTTP status. The protocol itself refuses calls with it,
 * and {@link #of} makes one of each {@link RequestError} of the domain.
 */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final int retryAfterSeconds;

  /**
   * @param status an HTTP status from 400 to 599
   * @param message for the caller; it must not hold anything that the caller may not know
   */
  Refusal(int status, String message) {
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

  /** The refusal that tells a caller of this error. */
  static Refusal of(RequestError error) {
    return new Refusal(
        ErrorStatus.of(error.kind()), error.getMessage(), error.retryAfterSeconds().orElse(0));
  }

  int status() {
    return status;
  }

  /** The value of {@code Retry-After} in seconds; empty when the answer has no such header. */
  OptionalInt retryAfterSeconds() {
    return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
  }
}
