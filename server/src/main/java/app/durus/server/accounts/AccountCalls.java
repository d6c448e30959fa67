package app.durus.server.accounts;

import app.durus.server.accounts.Accounts.Visitor;
import app.durus.server.errors.RequestError;
import app.durus.server.hilla.Call;
import io.vertx.core.Future;
import java.time.Duration;

/** What the calls about accounts share. */
public final class AccountCalls {

  private static final int RETRY_AFTER_SECONDS = 2;

  private AccountCalls() {}

  /** Who calls. */
  public static Visitor visitor(Call call) {
    return new Visitor(call.address().network(), call.deviceTokens(), call.userAgent());
  }

  /** For {@code recover}: refuses the call where too many passwords are being checked. */
  public static <T> Future<T> unlessTooBusy(Throwable fault) {
    return Future.failedFuture(
        fault instanceof Passwords.TooBusyException
            ? RequestError.unavailable("Too many are signing in just now.", RETRY_AFTER_SECONDS)
            : fault);
  }

  /**
   * Refuses a call.
   *
   * @param wait until the next one may be admitted; more than zero
   */
  public static <T> Future<T> tooMany(Duration wait) {
    int seconds = Math.toIntExact(wait.plusSeconds(1).minusNanos(1).toSeconds());
    return Future.failedFuture(
        RequestError.tooMany("Too many attempts. Try again in " + seconds + " s.", seconds));
  }
}
