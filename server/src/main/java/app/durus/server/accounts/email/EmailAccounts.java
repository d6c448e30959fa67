package app.durus.server.accounts.email;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.Accounts.Visitor;
import app.durus.server.accounts.ListenerName;
import app.durus.server.accounts.PresentPassword;
import app.durus.server.accounts.SignInLimits;
import app.durus.server.accounts.email.EmailStore.Recipient;
import app.durus.server.errors.RequestError;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Addresses of accounts, and forgotten passwords that are replaced through them. */
public final class EmailAccounts {

  private static final Logger LOG = LoggerFactory.getLogger(EmailAccounts.class);

  static final Duration CODE_LIFETIME = Duration.ofHours(1);

  /** Requests for a new password that are being worked on; further ones are dropped. */
  private static final int MAX_UNDER_WAY = 64;

  private static final int RETRY_AFTER_SECONDS = 60;

  /** How a change of the address ended, besides the outcomes of {@link PresentPassword}. */
  enum Change {
    DONE,
    ADDRESS_INVALID,
    CODE_INVALID
  }

  private final EmailStore store;
  private final Mailer mailer;
  private final EmailTexts texts;
  private final PresentPassword presentPassword;
  private final SignInLimits limits;
  private final Semaphore underWay = new Semaphore(MAX_UNDER_WAY);

  /**
   * @param appAddress as in {@link EmailSettings}
   */
  public EmailAccounts(
      EmailStore store,
      Mailer mailer,
      String appAddress,
      PresentPassword presentPassword,
      SignInLimits limits) {
    this.store = store;
    this.mailer = mailer;
    this.texts = new EmailTexts(appAddress);
    this.presentPassword = presentPassword;
    this.limits = limits;
  }

  /**
   * Sends a code for a new password to whom it may. Returns before anything is looked up, so that
   * neither the answer nor its time tells whether there is such an account.
   *
   * @return how long the caller has to wait; zero when the request was taken
   */
  Duration sendPasswordCode(String nameOrAddress, String language, String network) {
    Optional<EmailAddress> address = EmailAddress.of(nameOrAddress);
    Optional<ListenerName> name = ListenerName.of(nameOrAddress);
    String key =
        address.map(EmailAddress::key).or(() -> name.map(ListenerName::key)).orElse(nameOrAddress);
    Duration wait = limits.email(key, network);
    if (wait.isZero() && (address.isPresent() || name.isPresent())) {
      if (underWay.tryAcquire()) {
        store
            .recipients(name, address)
            .compose(
                recipients ->
                    Future.join(
                        recipients.stream().map(to -> sendPasswordCode(to, language)).toList()))
            .onFailure(EmailAccounts::warn)
            .onComplete(done -> underWay.release());
      } else {
        LOG.warn("A request for a new password was dropped: {} are under way", MAX_UNDER_WAY);
      }
    }
    return wait;
  }

  private Future<Void> sendPasswordCode(Recipient to, String language) {
    AccountCode code = AccountCode.random();
    return store
        .addPasswordReset(code, to, CODE_LIFETIME)
        .compose(
            added ->
                added
                    ? mailer.send(texts.passwordReset(to, code, language))
                    : Future.succeededFuture());
  }

  private static void warn(Throwable failure) {
    LOG.warn("An e-mail was not sent: {}", failure.toString());
  }

  Future<Optional<EmailAddress>> address(UUID listenerId) {
    return store.address(listenerId);
  }

  /**
   * Sends a code to an address that the listener claims. Fails when the message cannot be sent.
   *
   * @return as {@link PresentPassword}; {@code TooManyAttempts} also for too many messages
   */
  Future<PresentPassword.Outcome<Change>> change(
      UUID listenerId, String address, String password, String language, Visitor visitor) {
    Optional<EmailAddress> claimed = EmailAddress.of(address);
    if (claimed.isEmpty()) {
      return Future.succeededFuture(new PresentPassword.Outcome.Done<>(Change.ADDRESS_INVALID));
    }
    Duration wait = limits.email(claimed.get().key(), visitor.network());
    return wait.isZero()
        ? presentPassword.then(
            listenerId,
            password,
            visitor,
            () -> sendConfirmation(listenerId, claimed.get(), language))
        : Future.succeededFuture(new PresentPassword.Outcome.TooManyAttempts<>(wait));
  }

  private Future<Change> sendConfirmation(UUID listenerId, EmailAddress to, String language) {
    AccountCode code = AccountCode.random();
    return store
        .addConfirmation(code, listenerId, to, CODE_LIFETIME)
        .compose(
            added ->
                mailer
                    .send(texts.confirmation(to, code, language))
                    .onFailure(EmailAccounts::warn)
                    .recover(
                        failure ->
                            Future.failedFuture(
                                RequestError.unavailable(
                                    "The e-mail could not be sent.", RETRY_AFTER_SECONDS))))
        .map(Change.DONE);
  }

  Future<Change> confirm(UUID listenerId, String writtenCode) {
    return AccountCode.of(writtenCode)
        .map(code -> store.confirm(code, listenerId))
        .orElseGet(() -> Future.succeededFuture(false))
        .map(confirmed -> confirmed ? Change.DONE : Change.CODE_INVALID);
  }

  Future<PresentPassword.Outcome<Change>> remove(
      UUID listenerId, String password, Visitor visitor) {
    return presentPassword.then(
        listenerId,
        password,
        visitor,
        () -> store.set(listenerId, Optional.empty()).map(Change.DONE));
  }
}
