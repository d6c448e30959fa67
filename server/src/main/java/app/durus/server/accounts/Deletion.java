package app.durus.server.accounts;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Deletes an account by its listener's own wish. It fails as {@link Accounts} does. */
final class Deletion {

  private final AccountStore store;
  private final Sessions sessions;
  private final PresentPassword presentPassword;

  Deletion(AccountParts parts) {
    this.store = parts.store();
    this.sessions = parts.sessions();
    this.presentPassword = new PresentPassword(parts);
  }

  /**
   * Deletes the account of a listener who is signed in. The outcome is {@code HasNone} where the
   * session was all that there was to ask for: the account is gone then too.
   */
  Future<PresentPassword.Outcome<Void>> delete(
      UUID listenerId, Optional<String> password, Accounts.Visitor visitor) {
    return presentPassword
        .then(listenerId, password.orElse(""), visitor, () -> delete(listenerId))
        .compose(
            outcome ->
                outcome instanceof PresentPassword.Outcome.HasNone<Void>
                    ? delete(listenerId).map(deleted -> outcome)
                    : Future.succeededFuture(outcome));
  }

  private Future<Void> delete(UUID listenerId) {
    return store.delete(listenerId).onSuccess(deleted -> sessions.forget(listenerId));
  }
}
