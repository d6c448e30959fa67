package app.durus.server.accounts;

import java.util.Optional;

/**
 * How listeners sign up and in here.
 *
 * @param local whether with a name and a password
 * @param openIdName what the OpenID Connect provider is called; empty without one
 * @param email whether this server sends e-mail
 */
public record SignInWays(
    SignUpPolicy signUp, boolean local, Optional<String> openIdName, boolean email) {

  /** With a name and a password alone. */
  public static SignInWays local(SignUpPolicy signUp) {
    return new SignInWays(signUp, true, Optional.empty(), false);
  }
}
