package app.durus.proof.devices;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.OptionalInt;

/** The server gave no answer, or one that says to try again (R15). */
public final class UnansweredException extends IOException {
  private final int status;
  private final OptionalInt retryAfterSeconds;

  UnansweredException(String message, Throwable cause) {
    super(message, cause);
    status = 0;
    retryAfterSeconds = OptionalInt.empty();
  }

  UnansweredException(HttpResponse<String> response) {
    super(response.statusCode() + " " + response.body());
    status = response.statusCode();
    retryAfterSeconds =
        response.headers().firstValue("Retry-After").stream()
            .mapToInt(Integer::parseInt)
            .findFirst();
  }

  /** 0 when no answer came. */
  public int status() {
    return status;
  }

  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
