package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.AccountLookup;
import app.durus.server.accounts.AccountStore.Credentials;
import app.durus.server.accounts.AccountStore.NewSession;
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

    /** The password is right, and the operator has disabled the account. */
    record AccountDisabled() implements Outcome {}

    /** Nobody can sign up. */
    record SignUpClosed() implements Outcome {}

    /** Signing up needs an invitation, and none was given. */
    record InvitationNeeded() implements Outcome {}

    /** The invitation or the code is unknown, was used, or has ended. */
    record CodeInvalid() implements Outcome {}

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
   * @param device what the browser calls itself; untrusted
   */
  public record Visitor(String network, Optional<String> deviceTokens, String device) {}

  /** Ids that grow with time, so that new rows are neighbours in an index. */
  private static final NoArgGenerator LISTENER_IDS = Generators.timeBasedEpochRandomGenerator();

  private final AccountStore store;
  private final Sessions sessions;
  private final Passwords passwords;
  private final SignInLimits limits;
  private final DeviceTokens devices;
  private final SignUpPolicy signUp;

  public Accounts(AccountParts parts, SignUpPolicy signUp) {
    this.store = parts.store();
    this.sessions = parts.sessions();
    this.passwords = parts.passwords();
    this.limits = parts.limits();
    this.devices = parts.devices();
    this.signUp = signUp;
  }

  /**
   * Makes an account and signs it in.
   *
   * @param invitation as it was written; ignored where everybody can sign up
   */
  public Future<Outcome> signUp(
      String writtenName, String password, Optional<String> invitation, Visitor visitor) {
    Optional<ListenerName> name = ListenerName.of(writtenName);
    Optional<AccountCode> code = invitation.flatMap(AccountCode::of);
    if (signUp == SignUpPolicy.CLOSED) {
      return Future.succeededFuture(new Outcome.SignUpClosed());
    }
    if (signUp == SignUpPolicy.INVITATION && code.isEmpty()) {
      return Future.succeededFuture(
          invitation.isPresent() ? new Outcome.CodeInvalid() : new Outcome.InvitationNeeded());
    }
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
                .compose(
                    hash ->
                        add(
                            name.get(),
                            hash,
                            code.filter(some -> signUp == SignUpPolicy.INVITATION),
                            visitor)));
  }

  private Future<Outcome> add(
      ListenerName name, String passwordHash, Optional<AccountCode> invitation, Visitor visitor) {
    NewSession session = Sessions.newSession(LISTENER_IDS.generate(), visitor.device());
    return store
        .add(name, passwordHash, session, invitation)
        .map(
            added ->
                switch (added) {
                  case ADDED ->
                      new Outcome.SignedIn(
                          new StoredAccount(session.listenerId(), name.shown()),
                          session.token(),
                          devices.with(visitor.deviceTokens(), AccountKey.of(name.key())));
                  case NAME_TAKEN -> new Outcome.NameTaken();
                  case INVITATION_INVALID -> new Outcome.CodeInvalid();
                });
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
                    right ->
                        right.isPresent()
                            ? openSession(right.get(), key, visitor)
                            : Future.succeededFuture(new Outcome.WrongNameOrPassword())));
  }

  /** The credentials, if the password is right. */
  Future<Optional<Credentials>> check(String password, Optional<Credentials> known, int suspicion) {
    return passwords
        .matches(password, known.map(Credentials::passwordHash), suspicion)
        .map(matches -> matches ? known : Optional.empty());
  }

  /** Opens a session for somebody whose password was right. */
  Future<Outcome> openSession(Credentials right, AccountKey key, Visitor visitor) {
    if (right.disabled()) {
      return Future.succeededFuture(new Outcome.AccountDisabled());
    }
    return sessions
        .open(right, visitor.device())
        .map(
            token ->
                token.isPresent()
                    ? new Outcome.SignedIn(
                        right.account(), token.get(), devices.with(visitor.deviceTokens(), key))
                    : new Outcome.WrongNameOrPassword());
  }

  /** Makes an attempt where the limits admit it, and counts how it ended. */
  static Future<Outcome> admitted(
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

  /** Whether this listener's account has a password; true for nobody. */
  public Future<Boolean> hasPassword(Optional<UUID> listenerId) {
    return listenerId
        .map(store::credentials)
        .orElseGet(() -> Future.succeededFuture(Optional.empty()))
        .map(known -> known.isEmpty() || known.get().passwordHash() != null);
  }

  /**
   * The account that is signed in, if any, and the database's time.
   *
   * @param token of the session that asks, which may have ended
   */
  public Future<AccountLookup> look(Optional<UUID> listenerId, Optional<SessionToken> token) {
    return store.look(listenerId.orElse(null), token.orElse(null));
  }
}
