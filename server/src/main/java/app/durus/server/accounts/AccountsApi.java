package app.durus.server.accounts;

import app.durus.contract.Account;
import app.durus.contract.SessionAnswer;
import app.durus.contract.SignInAnswer;
import app.durus.contract.SignInOutcome;
import app.durus.server.accounts.AccountStore.FoundSession;
import app.durus.server.accounts.AccountStore.StoredAccount;
import app.durus.server.accounts.Accounts.Outcome;
import app.durus.server.accounts.Accounts.Visitor;
import app.durus.server.errors.RequestError;
import app.durus.server.hilla.Call;
import app.durus.server.hilla.Caller;
import app.durus.server.hilla.SessionResolver;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Implements the contract's {@code AccountEndpoint}, and resolves session cookies. */
public final class AccountsApi implements SessionResolver {

  private static final int RETRY_AFTER_SECONDS = 2;

  private final Accounts accounts;
  private final Sessions sessions;

  public AccountsApi(Accounts accounts, Sessions sessions) {
    this.accounts = accounts;
    this.sessions = sessions;
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

  public Future<SignInAnswer> signUp(Call call) {
    return answer(
        call,
        accounts.signUp(call.textParameter("name"), call.textParameter("password"), visitor(call)));
  }

  public Future<SignInAnswer> signIn(Call call) {
    return answer(
        call,
        accounts.signIn(call.textParameter("name"), call.textParameter("password"), visitor(call)));
  }

  private static Visitor visitor(Call call) {
    return new Visitor(call.address().network(), call.deviceTokens());
  }

  public Future<Void> signOut(Call call) {
    return endSession(call).onSuccess(ended -> call.dropSession());
  }

  public Future<SessionAnswer> session(Call call) {
    return accounts
        .look(call.caller().listener())
        .map(
            seen ->
                new SessionAnswer(
                    seen.account().map(AccountsApi::account).orElse(null), seen.databaseTimeMs()));
  }

  private Future<SignInAnswer> answer(Call call, Future<Outcome> outcome) {
    return outcome
        .recover(
            fault ->
                Future.failedFuture(
                    fault instanceof Passwords.TooBusyException
                        ? RequestError.unavailable(
                            "Too many are signing in just now.", RETRY_AFTER_SECONDS)
                        : fault))
        .compose(
            ended ->
                switch (ended) {
                  case Outcome.SignedIn signedIn -> signedIn(call, signedIn);
                  case Outcome.WrongNameOrPassword w ->
                      notSignedIn(SignInOutcome.WRONG_NAME_OR_PASSWORD);
                  case Outcome.NameTaken n -> notSignedIn(SignInOutcome.NAME_TAKEN);
                  case Outcome.NameInvalid n -> notSignedIn(SignInOutcome.NAME_INVALID);
                  case Outcome.PasswordInvalid p -> notSignedIn(SignInOutcome.PASSWORD_INVALID);
                  case Outcome.TooManyAttempts many -> tooMany(many.delay());
                });
  }

  /**
   * Ends the previous session of the browser. Its cookie is replaced, so nobody could end it later.
   */
  private Future<SignInAnswer> signedIn(Call call, Outcome.SignedIn signedIn) {
    return endSession(call)
        .map(
            ended -> {
              call.keepSession(signedIn.token().text(), Sessions.LIFETIME);
              call.keepDevice(signedIn.deviceTokens(), DeviceTokens.LIFETIME);
              return new SignInAnswer(SignInOutcome.SIGNED_IN, account(signedIn.account()));
            });
  }

  private static Future<SignInAnswer> tooMany(Duration wait) {
    int seconds = Math.toIntExact(wait.plusSeconds(1).minusNanos(1).toSeconds());
    return Future.failedFuture(
        RequestError.tooMany("Too many attempts. Try again in " + seconds + " s.", seconds));
  }

  private static Future<SignInAnswer> notSignedIn(SignInOutcome outcome) {
    return Future.succeededFuture(new SignInAnswer(outcome, null));
  }

  private Future<Void> endSession(Call call) {
    return call.sessionToken()
        .flatMap(SessionToken::of)
        .map(sessions::end)
        .orElseGet(Future::succeededFuture);
  }

  private static Account account(StoredAccount account) {
    return new Account(account.listenerId().toString(), account.name());
  }
}
