package app.durus.server.accounts;

import app.durus.contract.accounts.Account;
import app.durus.contract.accounts.DeletionAnswer;
import app.durus.contract.accounts.PasswordAnswer;
import app.durus.contract.accounts.SessionAnswer;
import app.durus.contract.accounts.Sessions.Session;
import app.durus.contract.accounts.SignInAnswer;
import app.durus.contract.accounts.SignInOptions;
import app.durus.contract.accounts.SignInOutcome;
import app.durus.server.accounts.AccountStore.FoundSession;
import app.durus.server.accounts.AccountStore.ListedSession;
import app.durus.server.accounts.AccountStore.StoredAccount;
import app.durus.server.accounts.Accounts.Outcome;
import app.durus.server.errors.RequestError;
import app.durus.server.hilla.Call;
import app.durus.server.hilla.Caller;
import app.durus.server.hilla.SessionResolver;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** Implements the contract's {@code AccountEndpoint}, and resolves session cookies. */
public final class AccountsApi implements SessionResolver {

  private final SignInWays ways;
  private final Accounts accounts;
  private final NewPasswords newPasswords;
  private final Deletion deletion;
  private final Sessions sessions;

  public AccountsApi(AccountParts parts, SignInWays ways) {
    this.ways = ways;
    this.accounts = new Accounts(parts, ways.signUp());
    this.newPasswords = new NewPasswords(parts, accounts);
    this.deletion = new Deletion(parts);
    this.sessions = parts.sessions();
  }

  @Override
  public Future<Caller> callerOf(String sessionToken) {
    return SessionToken.of(sessionToken)
        .map(sessions::find)
        .orElseGet(() -> Future.succeededFuture(Optional.empty()))
        .map(found -> found.map(AccountsApi::caller).orElse(Caller.ANONYMOUS));
  }

  private static Caller caller(FoundSession session) {
    Caller listener = Caller.of(session.listenerId());
    return session.renewed() ? listener.renewed(Sessions.LIFETIME) : listener;
  }

  public Future<SignInOptions> signInOptions(Call call) {
    return accounts
        .hasPassword(call.caller().listener())
        .map(
            has ->
                new SignInOptions(ways.local(), ways.openIdName().orElse(null), has, ways.email()));
  }

  /** Fails where listeners do not sign in with a name and a password. */
  private Future<Void> local() {
    return ways.local()
        ? Future.succeededFuture()
        : Future.failedFuture(RequestError.invalid("Here one signs in with the provider."));
  }

  public Future<SignInAnswer> signUp(Call call) {
    return local().compose(allowed -> signUpLocally(call));
  }

  private Future<SignInAnswer> signUpLocally(Call call) {
    return answer(
        call,
        accounts.signUp(
            call.textParameter("name"),
            call.textParameter("password"),
            call.optionalText("invitation"),
            AccountCalls.visitor(call)));
  }

  public Future<SignInAnswer> signIn(Call call) {
    return local()
        .compose(
            allowed ->
                answer(
                    call,
                    accounts.signIn(
                        call.textParameter("name"),
                        call.textParameter("password"),
                        AccountCalls.visitor(call))));
  }

  public Future<SignInAnswer> resetPassword(Call call) {
    return local()
        .compose(
            allowed ->
                answer(
                    call,
                    newPasswords.resetPassword(
                        call.textParameter("code"),
                        call.textParameter("password"),
                        AccountCalls.visitor(call))));
  }

  public Future<PasswordAnswer> changePassword(Call call) {
    return newPasswords
        .changePassword(
            call.caller().listenerId(),
            present(call),
            call.textParameter("password"),
            call.textParameter("newPassword"),
            AccountCalls.visitor(call))
        .recover(AccountCalls::unlessTooBusy)
        .compose(
            ended ->
                switch (ended) {
                  case Outcome.SignedIn changed -> {
                    call.keepDevice(changed.deviceTokens(), DeviceTokens.LIFETIME);
                    yield answered(PasswordAnswer.Outcome.CHANGED);
                  }
                  case Outcome.PasswordInvalid p ->
                      answered(PasswordAnswer.Outcome.PASSWORD_INVALID);
                  case Outcome.TooManyAttempts many -> AccountCalls.tooMany(many.delay());
                  default -> answered(PasswordAnswer.Outcome.WRONG_PASSWORD);
                });
  }

  private static Future<PasswordAnswer> answered(PasswordAnswer.Outcome outcome) {
    return Future.succeededFuture(new PasswordAnswer(outcome));
  }

  public Future<DeletionAnswer> deleteAccount(Call call) {
    return deletion
        .delete(
            call.caller().listenerId(), call.optionalText("password"), AccountCalls.visitor(call))
        .recover(AccountCalls::unlessTooBusy)
        .compose(
            ended ->
                switch (ended) {
                  case PresentPassword.Outcome.Done<Void> d -> deleted();
                  case PresentPassword.Outcome.HasNone<Void> h -> deleted();
                  case PresentPassword.Outcome.Wrong<Void> w ->
                      Future.succeededFuture(
                          new DeletionAnswer(DeletionAnswer.Outcome.WRONG_PASSWORD));
                  case PresentPassword.Outcome.TooManyAttempts<Void> many ->
                      AccountCalls.tooMany(many.delay());
                });
  }

  private static Future<DeletionAnswer> deleted() {
    return Future.succeededFuture(new DeletionAnswer(DeletionAnswer.Outcome.DELETED));
  }

  public Future<app.durus.contract.accounts.Sessions> sessions(Call call) {
    return sessions
        .list(call.caller().listenerId(), present(call))
        .map(
            listed ->
                new app.durus.contract.accounts.Sessions(
                    listed.stream().map(AccountsApi::shown).toList()));
  }

  private static Session shown(ListedSession session) {
    return new Session(
        session.id().toString(),
        session.device(),
        session.createdAt().toEpochMilli(),
        session.lastSeenAt().toEpochMilli(),
        session.current());
  }

  public Future<Void> endSession(Call call) {
    UUID id;
    try {
      id = UUID.fromString(call.textParameter("id"));
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(RequestError.invalid("The id of a session is a UUID."));
    }
    return sessions.end(call.caller().listenerId(), id);
  }

  public Future<Void> endOtherSessions(Call call) {
    return sessions.endOthers(call.caller().listenerId(), present(call));
  }

  /** The session of a caller who is signed in. */
  private static SessionToken present(Call call) {
    return call.sessionToken().flatMap(SessionToken::of).orElseThrow();
  }

  public Future<Void> signOut(Call call) {
    return endPresent(call).onSuccess(ended -> call.dropSession());
  }

  public Future<SessionAnswer> session(Call call) {
    return accounts
        .look(call.caller().listener(), call.sessionToken().flatMap(SessionToken::of))
        .map(
            seen ->
                new SessionAnswer(
                    seen.account().map(AccountsApi::account).orElse(null),
                    seen.databaseTimeMs(),
                    seen.deleted().map(UUID::toString).orElse(null)));
  }

  private Future<SignInAnswer> answer(Call call, Future<Outcome> outcome) {
    return outcome
        .recover(AccountCalls::unlessTooBusy)
        .compose(
            ended ->
                switch (ended) {
                  case Outcome.SignedIn signedIn -> signedIn(call, signedIn);
                  case Outcome.WrongNameOrPassword w ->
                      notSignedIn(SignInOutcome.WRONG_NAME_OR_PASSWORD);
                  case Outcome.NameTaken n -> notSignedIn(SignInOutcome.NAME_TAKEN);
                  case Outcome.NameInvalid n -> notSignedIn(SignInOutcome.NAME_INVALID);
                  case Outcome.PasswordInvalid p -> notSignedIn(SignInOutcome.PASSWORD_INVALID);
                  case Outcome.AccountDisabled d -> notSignedIn(SignInOutcome.ACCOUNT_DISABLED);
                  case Outcome.SignUpClosed c -> notSignedIn(SignInOutcome.SIGN_UP_CLOSED);
                  case Outcome.InvitationNeeded i -> notSignedIn(SignInOutcome.INVITATION_NEEDED);
                  case Outcome.CodeInvalid c -> notSignedIn(SignInOutcome.CODE_INVALID);
                  case Outcome.TooManyAttempts many -> AccountCalls.tooMany(many.delay());
                });
  }

  /**
   * Ends the previous session of the browser. Its cookie is replaced, so nobody could end it later.
   */
  private Future<SignInAnswer> signedIn(Call call, Outcome.SignedIn signedIn) {
    return endPresent(call)
        .map(
            ended -> {
              call.keepSession(signedIn.token().text(), Sessions.LIFETIME);
              call.keepDevice(signedIn.deviceTokens(), DeviceTokens.LIFETIME);
              return new SignInAnswer(SignInOutcome.SIGNED_IN, account(signedIn.account()));
            });
  }

  private static Future<SignInAnswer> notSignedIn(SignInOutcome outcome) {
    return Future.succeededFuture(new SignInAnswer(outcome, null));
  }

  private Future<Void> endPresent(Call call) {
    return call.sessionToken()
        .flatMap(SessionToken::of)
        .map(sessions::end)
        .orElseGet(Future::succeededFuture);
  }

  private static Account account(StoredAccount account) {
    return new Account(account.listenerId().toString(), account.name());
  }
}
