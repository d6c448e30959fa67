package app.durus.server.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Recognizes devices that signed in to an account before (OWASP's "device cookies"). A device's
 * cookie has a token for each of the accounts that last signed in there. A token is a random number
 * with a message authentication code over it and the account's name. Nobody can forge a token
 * without having had the account's password, and a token does not reveal its account. It grants no
 * access; see {@link SignInLimits}.
 */
public final class DeviceTokens {

  /** How long a device is recognized after the last sign-in. */
  static final Duration LIFETIME = Duration.ofDays(365);

  /** Accounts of one cookie: enough for a family's tablet. */
  private static final int MAX_TOKENS = 4;

  private static final int NONCE_BYTES = 16;
  private static final int SEAL_BYTES = 16;
  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec secret;

  /**
   * @param secret 32 secret bytes, the same for all instances
   */
  public DeviceTokens(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * The valid token of this account in a cookie.
   *
   * @param cookie untrusted
   */
  Optional<String> find(Optional<String> cookie, AccountKey account) {
    return tokens(cookie).filter(token -> isOf(token, account)).findFirst();
  }

  /** The cookie with the token of this account first: the existing token, or a new one. */
  String with(Optional<String> cookie, AccountKey account) {
    String own = find(cookie, account).orElseGet(() -> issue(account));
    return Stream.concat(Stream.of(own), tokens(cookie).filter(token -> !token.equals(own)))
        .limit(MAX_TOKENS)
        .collect(Collectors.joining("."));
  }

  private static Stream<String> tokens(Optional<String> cookie) {
    return cookie.stream()
        .flatMap(text -> Stream.of(text.split("\\.", MAX_TOKENS + 1)).limit(MAX_TOKENS))
        .filter(token -> SHAPE.matcher(token).matches());
  }

  private String issue(AccountKey account) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] token = Arrays.copyOf(nonce, NONCE_BYTES + SEAL_BYTES);
    System.arraycopy(seal(nonce, account), 0, token, NONCE_BYTES, SEAL_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private boolean isOf(String token, AccountKey account) {
    byte[] bytes = Base64.getUrlDecoder().decode(token);
    byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
    byte[] sealed = Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
    return MessageDigest.isEqual(sealed, seal(nonce, account));
  }

  private byte[] seal(byte[] nonce, AccountKey account) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(nonce);
      mac.update((account.high() + "/" + account.low()).getBytes(StandardCharsets.US_ASCII));
      return Arrays.copyOf(mac.doFinal(), SEAL_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
