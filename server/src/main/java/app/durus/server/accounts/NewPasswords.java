package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.Credentials;
import app.durus.server.accounts.AccountStore.StoredAccount;
import app.durus.server.accounts.Accounts.Outcome;
import app.durus.server.accounts.Accounts.Visitor;
import app.durus.server.accounts.SignInLimits.Admission;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/**
 * Replaces passwords: by a listener who knows the present one, or with a code of the operator. It
 * fails as {@link Accounts} does.
 */
public final class NewPasswords {

  private final AccountStore store;
  private final Sessions sessions;
  private final Passwords passwords;
  private final SignInLimits limits;
  private final DeviceTokens devices;
  private final Accounts accounts;

  /**
   * @param accounts with the same parts
   */
  public NewPasswords(AccountParts parts, Accounts accounts) {
    this.store = parts.store();
    this.sessions = parts.sessions();
    this.passwords = parts.passwords();
    this.limits = parts.limits();
    this.devices = parts.devices();
    this.accounts = accounts;
  }

  /**
   * Replaces the password of a listener who is signed in, and ends the account's other sessions.
   * The outcome is {@code SignedIn} with the session's present token, {@code WrongNameOrPassword},
   * {@code PasswordInvalid} or {@code TooManyAttempts}.
   *
   * @param present the session that asks; it goes on
   */
  public Future<Outcome> changePassword(
      UUID listenerId, SessionToken present, String password, String newPassword, Visitor visitor) {
    return store
        .credentials(listenerId)
        .compose(
            known ->
                known.isPresent()
                    ? changePassword(known.get(), present, password, newPassword, visitor)
                    : Future.succeededFuture(new Outcome.WrongNameOrPassword()));
  }

  private Future<Outcome> changePassword(
      Credentials known,
      SessionToken present,
      String password,
      String newPassword,
      Visitor visitor) {
    ListenerName name = ListenerName.of(known.account().name()).orElseThrow();
    if (!Passwords.isAcceptable(newPassword) || WeakPasswords.isWeak(newPassword, name)) {
      return Future.succeededFuture(new Outcome.PasswordInvalid());
    }
    AccountKey key = AccountKey.of(name.key());
    Optional<String> device = devices.find(visitor.deviceTokens(), key);
    return Accounts.admitted(
        limits.signIn(key, visitor.network(), device),
        attempt ->
            accounts
                .check(password, Optional.of(known), attempt.suspicion())
                .compose(
                    right ->
                        right.isEmpty()
                            ? Future.succeededFuture(false)
                            : passwords
                                .hash(newPassword, attempt.suspicion())
                                .compose(
                                    hash ->
                                        store.changePassword(
                                            known.account().listenerId(),
                                            known.passwordHash(),
                                            hash,
                                            present)))
                .map(
                    changed ->
                        changed
                            ? changed(known.account(), present, visitor, key)
                            : new Outcome.WrongNameOrPassword()));
  }

  private Outcome changed(
      StoredAccount account, SessionToken present, Visitor visitor, AccountKey key) {
    sessions.forget(account.listenerId());
    return new Outcome.SignedIn(account, present, devices.with(visitor.deviceTokens(), key));
  }

  /**
   * Sets a new password with a code of the operator, ends all sessions of the account, and signs
   * in.
   */
  public Future<Outcome> resetPassword(String writtenCode, String password, Visitor visitor) {
    Optional<AccountCode> code = AccountCode.of(writtenCode);
    if (code.isEmpty()) {
      return Future.succeededFuture(new Outcome.CodeInvalid());
    }
    return Accounts.admitted(
        limits.signUp(visitor.network()),
        attempt ->
            store
                .accountOf(code.get())
                .compose(
                    account ->
                        account.isEmpty()
                            ? Future.succeededFuture(new Outcome.CodeInvalid())
                            : resetPassword(
                                account.get(), code.get(), password, attempt, visitor)));
  }

  private Future<Outcome> resetPassword(
      StoredAccount account,
      AccountCode code,
      String password,
      Admission.Attempt attempt,
      Visitor visitor) {
    ListenerName name = ListenerName.of(account.name()).orElseThrow();
    if (!Passwords.isAcceptable(password) || WeakPasswords.isWeak(password, name)) {
      return Future.succeededFuture(new Outcome.PasswordInvalid());
    }
    return passwords
        .hash(password, attempt.suspicion())
        .compose(hash -> reset(code, hash, visitor));
  }

  private Future<Outcome> reset(AccountCode code, String passwordHash, Visitor visitor) {
    return store
        .resetPassword(code, passwordHash)
        .compose(
            account -> {
              if (account.isEmpty()) {
                return Future.succeededFuture(new Outcome.CodeInvalid());
              }
              sessions.forget(account.get().listenerId());
              ListenerName name = ListenerName.of(account.get().name()).orElseThrow();
              return accounts.openSession(
                  new Credentials(account.get(), passwordHash, false),
                  AccountKey.of(name.key()),
                  visitor);
            });
  }
}
