package app.durus.server.errors;

import java.util.OptionalInt;

/**
 * The whole request is refused: nothing of it is done, and the caller is told why. Domain code
 * throws it or fails a {@code Future} with it. It has no stack trace, because it is an expected
 * outcome.
 */
public final class RequestError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why a request is refused. */
  public enum Kind {
    /** A member is missing, has the wrong type or is out of range. */
    INVALID,
    /** The request holds more items than one request may hold. */
    TOO_LARGE,
    /** The caller was signed in, and the account has just been deleted. */
    SIGNED_OUT,
    /** The request belongs to another listener than the one who is signed in (R16). */
    WRONG_LISTENER,
    /** This caller asks too often. The same request may succeed later. */
    TOO_MANY,
    /** The server cannot do this now, whoever asks. The same request may succeed later. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final int retryAfterSeconds;

  private RequestError(Kind kind, String message, int retryAfterSeconds) {
    super(message, null, false, false);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /**
   * A {@link Kind#INVALID} request.
   *
   * @param message for the caller; it must not hold anything that the caller may not know
   */
  public static RequestError invalid(String message) {
    return new RequestError(Kind.INVALID, message, 0);
  }

  /**
   * A {@link Kind#TOO_LARGE} request.
   *
   * @param message for the caller
   */
  public static RequestError tooLarge(String message) {
    return new RequestError(Kind.TOO_LARGE, message, 0);
  }

  /**
   * A {@link Kind#SIGNED_OUT} caller.
   *
   * @param message for the caller
   */
  public static RequestError signedOut(String message) {
    return new RequestError(Kind.SIGNED_OUT, message, 0);
  }

  /**
   * A {@link Kind#WRONG_LISTENER} request.
   *
   * @param message for the caller
   */
  public static RequestError wrongListener(String message) {
    return new RequestError(Kind.WRONG_LISTENER, message, 0);
  }

  /**
   * A {@link Kind#TOO_MANY} refusal.
   *
   * @param message for the caller
   * @param retryAfterSeconds when the same request may succeed; less than 1 counts as 1
   */
  public static RequestError tooMany(String message, int retryAfterSeconds) {
    return new RequestError(Kind.TOO_MANY, message, Math.max(1, retryAfterSeconds));
  }

  /**
   * An {@link Kind#UNAVAILABLE} refusal.
   *
   * @param message for the caller
   * @param retryAfterSeconds when the same request may succeed; less than 1 counts as 1
   */
  public static RequestError unavailable(String message, int retryAfterSeconds) {
    return new RequestError(Kind.UNAVAILABLE, message, Math.max(1, retryAfterSeconds));
  }

  public Kind kind() {
    return kind;
  }

  /** The number of seconds after which the same request may succeed; empty when it cannot. */
  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds == 0 ? OptionalInt.empty() : OptionalInt.of(retryAfterSeconds);
  }
}
