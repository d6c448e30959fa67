package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.Credentials;
import app.durus.server.accounts.SignInLimits.Admission;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Asks a listener who is signed in for the password once more, before something that whoever found
 * the device must not do. Wrong passwords count as those of signing in.
 */
public final class PresentPassword {

  /** How it ended. */
  public sealed interface Outcome<T> {

    /** The password was right, and what it protects was done. */
    record Done<T>(T result) implements Outcome<T> {}

    record Wrong<T>() implements Outcome<T> {}

    /** The account has no password, or is gone. */
    record HasNone<T>() implements Outcome<T> {}

    /**
     * The password was not checked.
     *
     * @param delay the time after which the next attempt may be admitted; more than zero
     */
    record TooManyAttempts<T>(Duration delay) implements Outcome<T> {}
  }

  private final AccountStore store;
  private final SignInLimits limits;
  private final DeviceTokens devices;
  private final Passwords passwords;

  public PresentPassword(AccountParts parts) {
    this.store = parts.store();
    this.limits = parts.limits();
    this.devices = parts.devices();
    this.passwords = parts.passwords();
  }

  /**
   * Fails as {@link Accounts} does.
   *
   * @param work what is done when the password is right. An attempt whose work fails does not count
   */
  public <T> Future<Outcome<T>> then(
      UUID listenerId, String password, Accounts.Visitor visitor, Supplier<Future<T>> work) {
    return store
        .credentials(listenerId)
        .compose(
            known ->
                known.isPresent() && known.get().passwordHash() != null
                    ? check(known.get(), password, visitor, work)
                    : Future.succeededFuture(new Outcome.HasNone<>()));
  }

  private <T> Future<Outcome<T>> check(
      Credentials known, String password, Accounts.Visitor visitor, Supplier<Future<T>> work) {
    AccountKey key = AccountKey.of(ListenerName.of(known.account().name()).orElseThrow().key());
    Optional<String> device = devices.find(visitor.deviceTokens(), key);
    return switch (limits.signIn(key, visitor.network(), device)) {
      case Admission.Refused refused ->
          Future.succeededFuture(new Outcome.TooManyAttempts<>(refused.delay()));
      case Admission.Attempt attempt ->
          passwords
              .matches(password, Optional.of(known.passwordHash()), attempt.suspicion())
              .compose(
                  right ->
                      right
                          ? work.get().<Outcome<T>>map(result -> done(attempt, result))
                          : Future.<Outcome<T>>succeededFuture(new Outcome.Wrong<>()))
              .onFailure(fault -> attempt.discarded());
    };
  }

  private static <T> Outcome<T> done(Admission.Attempt attempt, T result) {
    attempt.succeeded();
    return new Outcome.Done<>(result);
  }
}
