package app.durus.server.accounts;

import app.durus.server.hashing.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The secret in a session's cookie: 256 random bits. Only its digest is stored, so that nobody can
 * sign in with the contents of the database.
 *
 * @param text 43 characters of URL-safe Base64
 */
public record SessionToken(String text) {

  private static final int SIZE_BYTES = 32;
  private static final int LENGTH = 43;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new random token. */
  public static SessionToken random() {
    byte[] bytes = new byte[SIZE_BYTES];
    RANDOM.nextBytes(bytes);
    return new SessionToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Reads a cookie's value; empty when it is not of the form of a token. */
  public static Optional<SessionToken> of(String cookieValue) {
    return isOfShape(cookieValue) ? Optional.of(new SessionToken(cookieValue)) : Optional.empty();
  }

  /** Nearly every call has a token, so it is checked without a regular expression. */
  private static boolean isOfShape(String value) {
    if (value.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (!isUrlSafe(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUrlSafe(char letter) {
    return letter >= 'a' && letter <= 'z'
        || letter >= 'A' && letter <= 'Z'
        || letter >= '0' && letter <= '9'
        || letter == '-'
        || letter == '_';
  }

  /** SHA-256 is enough, because the secret has 256 random bits. */
  public byte[] sha256() {
    return Sha256.of(text);
  }

  /** Hides the secret: records end up in logs. */
  @Override
  public String toString() {
    return "SessionToken[…]";
  }
}
