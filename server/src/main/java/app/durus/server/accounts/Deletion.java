package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.Credentials;
import app.durus.server.accounts.SignInLimits.Admission;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Deletes an account by its listener's own wish. It fails as {@link Accounts} does. */
final class Deletion {

  /** How it ended. */
  sealed interface Outcome {}

  /** The account is gone, or was already. */
  record Deleted() implements Outcome {}

  record WrongPassword() implements Outcome {}

  /**
   * The password was not checked.
   *
   * @param delay the time after which the next attempt may be admitted; more than zero
   */
  record TooManyAttempts(Duration delay) implements Outcome {}

  private final AccountStore store;
  private final Sessions sessions;
  private final SignInLimits limits;
  private final DeviceTokens devices;
  private final Accounts accounts;

  /**
   * @param accounts with the same parts
   */
  Deletion(AccountParts parts, Accounts accounts) {
    this.store = parts.store();
    this.sessions = parts.sessions();
    this.limits = parts.limits();
    this.devices = parts.devices();
    this.accounts = accounts;
  }

  /**
   * Deletes the account of a listener who is signed in. Wrong passwords count as those of signing
   * in.
   */
  Future<Outcome> delete(UUID listenerId, Optional<String> password, Accounts.Visitor visitor) {
    return store
        .credentials(listenerId)
        .compose(
            known ->
                known.isPresent()
                    ? delete(known.get(), password.orElse(""), visitor)
                    : Future.succeededFuture(new Deleted()));
  }

  private Future<Outcome> delete(Credentials known, String password, Accounts.Visitor visitor) {
    if (known.passwordHash() == null) {
      // The session is all that there is to ask for.
      return delete(known.account().listenerId(), () -> {});
    }
    AccountKey key = AccountKey.of(ListenerName.of(known.account().name()).orElseThrow().key());
    Optional<String> device = devices.find(visitor.deviceTokens(), key);
    return switch (limits.signIn(key, visitor.network(), device)) {
      case Admission.Refused refused ->
          Future.succeededFuture(new TooManyAttempts(refused.delay()));
      case Admission.Attempt attempt ->
          accounts
              .check(password, Optional.of(known), attempt.suspicion())
              .compose(
                  right ->
                      right.isPresent()
                          ? delete(known.account().listenerId(), attempt::succeeded)
                          : Future.<Outcome>succeededFuture(new WrongPassword()))
              .onFailure(fault -> attempt.discarded());
    };
  }

  private Future<Outcome> delete(UUID listenerId, Runnable onDeleted) {
    return store
        .delete(listenerId)
        .map(
            deleted -> {
              onDeleted.run();
              sessions.forget(listenerId);
              return new Deleted();
            });
  }
}
