package app.durus.server.accounts.openid;

import app.durus.server.accounts.AccountCode;
import app.durus.server.accounts.ListenerName;
import app.durus.server.accounts.SessionToken;
import app.durus.server.accounts.Sessions;
import app.durus.server.accounts.SignUpPolicy;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Signs in whom a provider identified. The account is found by issuer and subject alone, never by a
 * name or an e-mail address, which a provider may not have verified. Somebody new gets an account
 * of their own, where {@code SIGN_UP} lets one.
 */
public final class OpenIdAccounts {

  /** How signing in ended. */
  public sealed interface Outcome {
    record SignedIn(SessionToken token) implements Outcome {}

    /** The operator has disabled the account. */
    record AccountDisabled() implements Outcome {}

    /** Nobody new gets an account. */
    record SignUpClosed() implements Outcome {}

    /** Somebody new needs an invitation, and gave none. */
    record InvitationNeeded() implements Outcome {}

    /** The invitation is unknown, was used, or has ended. */
    record CodeInvalid() implements Outcome {}
  }

  private static final NoArgGenerator LISTENER_IDS = Generators.timeBasedEpochRandomGenerator();
  private static final int MAX_NAME = 48;
  private static final int MAX_TRIES = 6;
  private static final String NAMELESS = "Listener";

  private final IdentityStore store;
  private final SignUpPolicy signUp;

  public OpenIdAccounts(IdentityStore store, SignUpPolicy signUp) {
    this.store = store;
    this.signUp = signUp;
  }

  /**
   * Signs in, and makes an account for somebody new.
   *
   * @param invitation as it was written; ignored where none is needed
   * @param device what the browser calls itself; untrusted
   */
  public Future<Outcome> signIn(Identity identity, String invitation, String device) {
    return store
        .find(identity)
        .compose(
            found ->
                found.isPresent()
                    ? openSession(found.get(), identity, device)
                    : add(identity, invitation, device));
  }

  private Future<Outcome> openSession(IdentityStore.Known known, Identity identity, String device) {
    if (known.disabled()) {
      return Future.succeededFuture(new Outcome.AccountDisabled());
    }
    var session = Sessions.newSession(known.listenerId(), device);
    return store
        .openSession(session, identity)
        .map(
            opened ->
                opened
                    ? new Outcome.SignedIn(session.token())
                    // It was disabled meanwhile.
                    : new Outcome.AccountDisabled());
  }

  private Future<Outcome> add(Identity identity, String invitation, String device) {
    Optional<AccountCode> code = AccountCode.of(invitation);
    if (signUp == SignUpPolicy.CLOSED) {
      return Future.succeededFuture(new Outcome.SignUpClosed());
    }
    if (signUp == SignUpPolicy.INVITATION && code.isEmpty()) {
      return Future.succeededFuture(
          invitation.isBlank() ? new Outcome.InvitationNeeded() : new Outcome.CodeInvalid());
    }
    return add(identity, code.filter(some -> signUp == SignUpPolicy.INVITATION), device, 1);
  }

  private Future<Outcome> add(
      Identity identity, Optional<AccountCode> code, String device, int attempt) {
    var session = Sessions.newSession(LISTENER_IDS.generate(), device);
    return store
        .add(nameFor(identity, attempt), identity, session, code)
        .compose(
            added ->
                switch (added) {
                  case ADDED -> Future.succeededFuture(new Outcome.SignedIn(session.token()));
                  case INVITATION_INVALID -> Future.succeededFuture(new Outcome.CodeInvalid());
                  case NAME_TAKEN ->
                      attempt < MAX_TRIES
                          ? add(identity, code, device, attempt + 1)
                          : Future.failedFuture(
                              new IllegalStateException("no free name was found"));
                  // Another browser of the same person was quicker.
                  case IDENTITY_TAKEN -> signIn(identity, "", device);
                });
  }

  /** A name that an account can have. Only the first attempt is without a number. */
  static ListenerName nameFor(Identity identity, int attempt) {
    String number =
        attempt == 1
            ? ""
            : " " + ThreadLocalRandom.current().nextInt(10, (int) Math.pow(10, attempt + 1));
    return identity.names().stream()
        .map(name -> name.codePoints().limit(MAX_NAME))
        .map(
            letters ->
                letters
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString())
        .flatMap(name -> ListenerName.of(name + number).stream())
        .findFirst()
        .orElseGet(() -> ListenerName.of(NAMELESS + number).orElseThrow());
  }
}
