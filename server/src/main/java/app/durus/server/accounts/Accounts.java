package app.durus.server.accounts;

import app.durus.server.accounts.AccountStore.Credentials;
import app.durus.server.accounts.AccountStore.Sighting;
import app.durus.server.accounts.AccountStore.StoredAccount;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Signing up and in. Fails with {@link Passwords.TooBusyException} when too many do so at once. */
public final class Accounts {

  /** How signing up or in ended. */
  public sealed interface Outcome {
    /** Signed in, with a new session. */
    record SignedIn(StoredAccount account, SessionToken token) implements Outcome {}

    /** No such name, or not its password: the caller is not to know which. */
    record WrongNameOrPassword() implements Outcome {}

    /** Somebody has this name. */
    record NameTaken() implements Outcome {}

    /** See {@link ListenerName}. */
    record NameInvalid() implements Outcome {}

    /** See {@link Passwords#isAcceptable}. */
    record PasswordInvalid() implements Outcome {}
  }

  /** Ids that grow with time, so that new rows stand together in an index. */
  private static final NoArgGenerator LISTENER_IDS = Generators.timeBasedEpochRandomGenerator();

  private final AccountStore store;
  private final Sessions sessions;
  private final Passwords passwords;

  public Accounts(AccountStore store, Sessions sessions, Passwords passwords) {
    this.store = store;
    this.sessions = sessions;
    this.passwords = passwords;
  }

  /** Makes an account and signs it in. */
  public Future<Outcome> signUp(String writtenName, String password) {
    Optional<ListenerName> name = ListenerName.of(writtenName);
    if (name.isEmpty()) {
      return Future.succeededFuture(new Outcome.NameInvalid());
    }
    if (!Passwords.isAcceptable(password)) {
      return Future.succeededFuture(new Outcome.PasswordInvalid());
    }
    return passwords.hash(password).compose(hash -> add(name.get(), hash));
  }

  private Future<Outcome> add(ListenerName name, String passwordHash) {
    UUID listenerId = LISTENER_IDS.generate();
    SessionToken token = SessionToken.random();
    return store
        .add(listenerId, name, passwordHash, token, Sessions.LIFETIME)
        .map(
            added ->
                added
                    ? new Outcome.SignedIn(new StoredAccount(listenerId, name.shown()), token)
                    : new Outcome.NameTaken());
  }

  /** Signs in. An unknown name takes as long as a wrong password. */
  public Future<Outcome> signIn(String writtenName, String password) {
    return ListenerName.of(writtenName)
        .map(store::credentials)
        .orElseGet(() -> Future.succeededFuture(Optional.empty()))
        .compose(
            known ->
                passwords
                    .matches(password, known.map(Credentials::passwordHash))
                    .compose(
                        matches ->
                            matches
                                ? openSession(known.orElseThrow().account())
                                : Future.succeededFuture(new Outcome.WrongNameOrPassword())));
  }

  private Future<Outcome> openSession(StoredAccount account) {
    return sessions.open(account.listenerId()).map(token -> new Outcome.SignedIn(account, token));
  }

  /** The account of who is signed in, if anybody is, and the database's time. */
  public Future<Sighting> look(Optional<UUID> listenerId) {
    return store.look(listenerId.orElse(null));
  }
}
