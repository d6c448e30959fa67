package app.durus.server.accounts.openid;

import app.durus.server.hashing.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A browser that was sent to the provider. The browser keeps it in a cookie, so that no instance
 * has to remember it.
 *
 * @param state comes back with the browser: only the browser that was sent has it (no login CSRF)
 * @param nonce comes back within the ID token: the token was made for this attempt
 * @param codeVerifier with it only this server can use the provider's code (PKCE, RFC 7636)
 * @param invitation a code of the operator as it was written; empty without one
 */
record SignInAttempt(String state, String nonce, String codeVerifier, String invitation) {

  private static final int SECRET_BYTES = 32;
  private static final int MAX_INVITATION = 64;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** Letters that every cookie may have. */
  private static final Pattern SHAPE =
      Pattern.compile("(?:[A-Za-z0-9_-]{43}\\.){3}[A-Za-z0-9_-]{0,128}");

  static SignInAttempt begin(String invitation) {
    return new SignInAttempt(
        secret(),
        secret(),
        secret(),
        invitation.substring(0, Math.min(invitation.length(), MAX_INVITATION)));
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** The value of the cookie. */
  String cookie() {
    return String.join(
        ".",
        state,
        nonce,
        codeVerifier,
        BASE64.encodeToString(invitation.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads a cookie; empty when it is none of ours. */
  static Optional<SignInAttempt> of(String cookie) {
    if (!SHAPE.matcher(cookie).matches()) {
      return Optional.empty();
    }
    String[] parts = cookie.split("\\.", -1);
    try {
      String invitation =
          new String(Base64.getUrlDecoder().decode(parts[3]), StandardCharsets.UTF_8);
      return Optional.of(new SignInAttempt(parts[0], parts[1], parts[2], invitation));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the browser came back with the state of this attempt. */
  boolean hasState(String given) {
    return MessageDigest.isEqual(
        state.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
  }

  /** What the provider is told of {@link #codeVerifier}. */
  String codeChallenge() {
    return BASE64.encodeToString(Sha256.of(codeVerifier));
  }

  /** Hides the secrets: records end up in logs. */
  @Override
  public String toString() {
    return "SignInAttempt[…]";
  }
}
