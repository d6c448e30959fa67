package app.durus.contract;

import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.hilla.BrowserCallable;
import jakarta.annotation.security.PermitAll;
import org.jspecify.annotations.NonNull;

/**
 * Accounts and sessions. The session itself travels in an HttpOnly cookie, never in a body. After
 * too many attempts to sign up or in, 429 with {@code Retry-After} in seconds.
 */
@BrowserCallable
public interface AccountEndpoint {

  /** Makes an account and signs it in. */
  @AnonymousAllowed
  @NonNull SignInAnswer signUp(@NonNull String name, @NonNull String password);

  /** Signs in. A wrong name and a wrong password are the same answer. */
  @AnonymousAllowed
  @NonNull SignInAnswer signIn(@NonNull String name, @NonNull String password);

  /** Ends this session; others of the same account go on. */
  @PermitAll
  void signOut();

  /** Whose session this is. */
  @AnonymousAllowed
  @NonNull SessionAnswer session();
}
