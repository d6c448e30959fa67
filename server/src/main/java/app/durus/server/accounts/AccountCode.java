package app.durus.server.accounts;

import app.durus.server.hashing.Sha256;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A code that a person is given: an invitation or the permission to choose a new password by the
 * operator, or by e-mail. It has 60 random bits in Crockford's Base32, works once, and ends after a
 * while. Only its digest is stored.
 *
 * @param text three groups of four characters, such as {@code 7K2M-Q9XD-4TBA}
 */
public record AccountCode(String text) {

  /** Crockford's alphabet has neither I, L, O nor U. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int LENGTH = 12;
  private static final int GROUP = 4;
  private static final Pattern SHAPE = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new random code. */
  public static AccountCode random() {
    StringBuilder symbols = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      symbols.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return grouped(symbols.toString());
  }

  /**
   * Reads a code as a person writes it: in small letters too, with or without hyphens and spaces,
   * with O for 0 and I or L for 1. Empty when it cannot be one.
   */
  public static Optional<AccountCode> of(String written) {
    String symbols =
        written
            .replaceAll("[\\s\\p{Pd}]", "")
            .toUpperCase(Locale.ROOT)
            .replace('O', '0')
            .replace('I', '1')
            .replace('L', '1');
    return SHAPE.matcher(symbols).matches() ? Optional.of(grouped(symbols)) : Optional.empty();
  }

  private static AccountCode grouped(String symbols) {
    return new AccountCode(
        String.join(
            "-",
            symbols.substring(0, GROUP),
            symbols.substring(GROUP, 2 * GROUP),
            symbols.substring(2 * GROUP)));
  }

  /** What the database keeps. */
  public byte[] sha256() {
    return Sha256.of(text);
  }

  /** Hides the code: records end up in logs. */
  @Override
  public String toString() {
    return "AccountCode[…]";
  }
}
