package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.AccountLookup;
import app.durus.server.accounts.AccountStore.Credentials;
import app.durus.server.accounts.AccountStore.StoredAccount;
import app.durus.server.accounts.SignInLimits.Admission;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Signs listeners up and in. Fails with {@link Passwords.TooBusyException} when too many do so at
 * once.
 */
public final class Accounts {

  /** How signing up or in ended. */
  public sealed interface Outcome {
    /**
     * Signed in, with a new session.
     *
     * @param deviceTokens what the device keeps, so that it is recognized later
     */
    record SignedIn(StoredAccount account, SessionToken token, String deviceTokens)
        implements Outcome {}

    /** Unknown name or wrong password. The caller must not learn which. */
    record WrongNameOrPassword() implements Outcome {}

    /** Another account has this name. */
    record NameTaken() implements Outcome {}

    /** See {@link ListenerName}. */
    record NameInvalid() implements Outcome {}

    /** See {@link Passwords#isAcceptable} and {@link WeakPasswords}. */
    record PasswordInvalid() implements Outcome {}

    /**
     * Too many attempts: name and password were not checked.
     *
     * @param delay the time after which the next attempt may be admitted; more than zero
     */
    record TooManyAttempts(Duration delay) implements Outcome {}
  }

  /**
   * Who attempts to sign in or up.
   *
   * @param network where the attempt comes from
   * @param deviceTokens the device's cookie by which it is recognized; untrusted
   */
  public record Visitor(String network, Optional<String> deviceTokens) {}

  /** Ids that grow with time, so that new rows are neighbours in an index. */
  private static final NoArgGenerator LISTENER_IDS = Generators.timeBasedEpochRandomGenerator();

  private final AccountStore store;
  private final Sessions sessions;
  private final Passwords passwords;
  private final SignInLimits limits;
  private final DeviceTokens devices;

  public Accounts(
      AccountStore store,
      Sessions sessions,
      Passwords passwords,
      SignInLimits limits,
      DeviceTokens devices) {
    this.store = store;
    this.sessions = sessions;
    this.passwords = passwords;
    this.limits = limits;
    this.devices = devices;
  }

  /** Makes an account and signs it in. */
  public Future<Outcome> signUp(String writtenName, String password, Visitor visitor) {
    Optional<ListenerName> name = ListenerName.of(writtenName);
    if (name.isEmpty()) {
      return Future.succeededFuture(new Outcome.NameInvalid());
    }
    if (!Passwords.isAcceptable(password) || WeakPasswords.isWeak(password, name.get())) {
      return Future.succeededFuture(new Outcome.PasswordInvalid());
    }
    return admitted(
        limits.signUp(visitor.network()),
        attempt ->
            passwords
                .hash(password, attempt.suspicion())
                .compose(hash -> add(name.get(), hash, visitor)));
  }

  private Future<Outcome> add(ListenerName name, String passwordHash, Visitor visitor) {
    UUID listenerId = LISTENER_IDS.generate();
    SessionToken token = SessionToken.random();
    return store
        .add(listenerId, name, passwordHash, token, Sessions.LIFETIME)
        .map(
            added ->
                added
                    ? new Outcome.SignedIn(
                        new StoredAccount(listenerId, name.shown()),
                        token,
                        devices.with(visitor.deviceTokens(), AccountKey.of(name.key())))
                    : new Outcome.NameTaken());
  }

  /** Signs in. An unknown name takes as long as a wrong password. */
  public Future<Outcome> signIn(String writtenName, String password, Visitor visitor) {
    Optional<ListenerName> name = ListenerName.of(writtenName);
    AccountKey key = AccountKey.of(name.map(ListenerName::key).orElse(""));
    Optional<String> device = devices.find(visitor.deviceTokens(), key);
    return admitted(
        limits.signIn(key, visitor.network(), device),
        attempt ->
            name.map(store::credentials)
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(known -> check(password, known, attempt.suspicion()))
                .compose(
                    account ->
                        account.isPresent()
                            ? openSession(account.get(), devices.with(visitor.deviceTokens(), key))
                            : Future.succeededFuture(new Outcome.WrongNameOrPassword())));
  }

  /** The account, if the password is right. */
  private Future<Optional<StoredAccount>> check(
      String password, Optional<Credentials> known, int suspicion) {
    return passwords
        .matches(password, known.map(Credentials::passwordHash), suspicion)
        .map(matches -> matches ? known.map(Credentials::account) : Optional.empty());
  }

  private Future<Outcome> openSession(StoredAccount account, String deviceTokens) {
    return sessions
        .open(account.listenerId())
        .map(token -> new Outcome.SignedIn(account, token, deviceTokens));
  }

  private static Future<Outcome> admitted(
      Admission admission, Function<Admission.Attempt, Future<Outcome>> attempt) {
    return switch (admission) {
      case Admission.Refused refused ->
          Future.succeededFuture(new Outcome.TooManyAttempts(refused.delay()));
      case Admission.Attempt admitted ->
          attempt
              .apply(admitted)
              .onSuccess(
                  outcome -> {
                    if (outcome instanceof Outcome.SignedIn) {
                      admitted.succeeded();
                    }
                  })
              .onFailure(fault -> admitted.discarded());
    };
  }

  /** The account that is signed in, if any, and the database's time. */
  public Future<AccountLookup> look(Optional<UUID> listenerId) {
    return store.look(listenerId.orElse(null));
  }
}
