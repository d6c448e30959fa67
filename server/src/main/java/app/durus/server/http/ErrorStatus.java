package app.durus.server.http;

import app.durus.server.errors.RequestError;

/** The one place that gives an error of the domain its HTTP status (R14, R16). */
public final class ErrorStatus {

  private ErrorStatus() {}

  /** The HTTP status with which a request of this kind is answered. */
  public static int of(RequestError.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case SIGNED_OUT -> 401;
      case WRONG_LISTENER -> 409;
      case TOO_LARGE -> 413;
      case TOO_MANY -> 429;
      case UNAVAILABLE -> 503;
    };
  }
}
