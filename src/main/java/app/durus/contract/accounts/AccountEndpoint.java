package app.durus.contract.accounts;

import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.hilla.BrowserCallable;
import jakarta.annotation.security.PermitAll;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and sessions. The session itself travels in an HttpOnly cookie, never in a body. After
 * too many attempts to sign up or in, 429 with {@code Retry-After} in seconds.
 */
@BrowserCallable
public interface AccountEndpoint {

  /**
   * Makes an account and signs it in.
   *
   * @param invitation a code of the operator; needed where sign-up is by invitation
   */
  @AnonymousAllowed
  @NonNull SignInAnswer signUp(
      @NonNull String name, @NonNull String password, @Nullable String invitation);

  /** Signs in. A wrong name and a wrong password are the same answer. */
  @AnonymousAllowed
  @NonNull SignInAnswer signIn(@NonNull String name, @NonNull String password);

  /**
   * Sets a new password with a one-time code of the operator or of an e-mail, ends all sessions,
   * and signs in.
   */
  @AnonymousAllowed
  @NonNull SignInAnswer resetPassword(@NonNull String code, @NonNull String password);

  /**
   * Sends a code for a new password by e-mail. The answer is the same, and is given at once,
   * whether or not there is an account that can be sent one.
   *
   * @param nameOrAddress the account's name or its confirmed address
   * @param language of the message, as {@code en}; English where there is no text in it
   */
  @AnonymousAllowed
  void sendPasswordCode(@NonNull String nameOrAddress, @NonNull String language);

  /** The account's e-mail address. */
  @PermitAll
  @NonNull EmailAddressAnswer emailAddress();

  /**
   * Sends a code to an address, which {@link #confirmEmailAddress} takes. Until then the account
   * keeps the address that it has.
   *
   * @param language as for {@link #sendPasswordCode}
   */
  @PermitAll
  @NonNull EmailChangeAnswer changeEmailAddress(
      @NonNull String address, @NonNull String password, @NonNull String language);

  /** From now on the account has the address to which the code was sent. */
  @PermitAll
  @NonNull EmailChangeAnswer confirmEmailAddress(@NonNull String code);

  /** From now on the account has no address. */
  @PermitAll
  @NonNull EmailChangeAnswer removeEmailAddress(@NonNull String password);

  /** Replaces the password and ends the account's other sessions. */
  @PermitAll
  @NonNull PasswordAnswer changePassword(@NonNull String password, @NonNull String newPassword);

  /**
   * Deletes the account with all that the server holds of it, and ends all of its sessions.
   *
   * @param password the account's; null for an account that has none
   */
  @PermitAll
  @NonNull DeletionAnswer deleteAccount(@Nullable String password);

  /** The account's sessions, the one used last first. */
  @PermitAll
  @NonNull Sessions sessions();

  /**
   * Ends one of the account's sessions; nothing happens when there is none.
   *
   * @param id from {@link #sessions}
   */
  @PermitAll
  void endSession(@NonNull String id);

  /** Ends all sessions of the account but this one. */
  @PermitAll
  void endOtherSessions();

  /** Ends this session; others of the same account go on. */
  @PermitAll
  void signOut();

  /** How one can sign in here. */
  @AnonymousAllowed
  @NonNull SignInOptions signInOptions();

  /** Whose session this is. */
  @AnonymousAllowed
  @NonNull SessionAnswer session();
}
