package app.durus.server.accounts.email;

import app.durus.contract.accounts.EmailAddressAnswer;
import app.durus.contract.accounts.EmailChangeAnswer;
import app.durus.contract.accounts.EmailChangeAnswer.Outcome;
import app.durus.server.accounts.AccountCalls;
import app.durus.server.accounts.PresentPassword;
import app.durus.server.accounts.email.EmailAccounts.Change;
import app.durus.server.errors.RequestError;
import app.durus.server.hilla.Call;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** The calls of the contract's {@code AccountEndpoint} that are about e-mail. */
public final class EmailApi {

  private final Optional<EmailAccounts> email;

  /**
   * @param email empty where this server sends none: the calls are refused then
   */
  public EmailApi(Optional<EmailAccounts> email) {
    this.email = email;
  }

  private Future<EmailAccounts> sending() {
    return email
        .map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(RequestError.invalid("This server sends no e-mail.")));
  }

  public Future<Void> sendPasswordCode(Call call) {
    String nameOrAddress = call.textParameter("nameOrAddress");
    String language = call.textParameter("language");
    return sending()
        .compose(
            accounts -> {
              Duration wait =
                  accounts.sendPasswordCode(nameOrAddress, language, call.address().network());
              return wait.isZero() ? Future.succeededFuture() : AccountCalls.tooMany(wait);
            });
  }

  public Future<EmailAddressAnswer> emailAddress(Call call) {
    return sending()
        .compose(accounts -> accounts.address(call.caller().listenerId()))
        .map(address -> new EmailAddressAnswer(address.map(EmailAddress::text).orElse(null)));
  }

  public Future<EmailChangeAnswer> changeEmailAddress(Call call) {
    String address = call.textParameter("address");
    String password = call.textParameter("password");
    String language = call.textParameter("language");
    return sending()
        .compose(
            accounts ->
                accounts.change(
                    call.caller().listenerId(),
                    address,
                    password,
                    language,
                    AccountCalls.visitor(call)))
        .recover(AccountCalls::unlessTooBusy)
        .compose(EmailApi::answer);
  }

  public Future<EmailChangeAnswer> confirmEmailAddress(Call call) {
    String code = call.textParameter("code");
    return sending()
        .compose(accounts -> accounts.confirm(call.caller().listenerId(), code))
        .map(EmailApi::answer);
  }

  public Future<EmailChangeAnswer> removeEmailAddress(Call call) {
    String password = call.textParameter("password");
    return sending()
        .compose(
            accounts ->
                accounts.remove(call.caller().listenerId(), password, AccountCalls.visitor(call)))
        .recover(AccountCalls::unlessTooBusy)
        .compose(EmailApi::answer);
  }

  private static Future<EmailChangeAnswer> answer(PresentPassword.Outcome<Change> outcome) {
    return switch (outcome) {
      case PresentPassword.Outcome.Done<Change> done ->
          Future.succeededFuture(answer(done.result()));
      case PresentPassword.Outcome.Wrong<Change> wrong -> answered(Outcome.WRONG_PASSWORD);
      case PresentPassword.Outcome.HasNone<Change> none -> answered(Outcome.WRONG_PASSWORD);
      case PresentPassword.Outcome.TooManyAttempts<Change> many ->
          AccountCalls.tooMany(many.delay());
    };
  }

  private static Future<EmailChangeAnswer> answered(Outcome outcome) {
    return Future.succeededFuture(new EmailChangeAnswer(outcome));
  }

  private static EmailChangeAnswer answer(Change change) {
    return new EmailChangeAnswer(
        switch (change) {
          case DONE -> Outcome.DONE;
          case ADDRESS_INVALID -> Outcome.ADDRESS_INVALID;
          case CODE_INVALID -> Outcome.CODE_INVALID;
        });
  }
}
