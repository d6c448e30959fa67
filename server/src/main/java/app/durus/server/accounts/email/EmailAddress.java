package app.durus.server.accounts.email;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address as it is written. Letters outside ASCII are not supported: few mail servers
 * take them (RFC 6531), and a domain of them has a form in ASCII.
 */
public record EmailAddress(String text) {

  /** RFC 5321, 4.5.3.1.3, without the angle brackets. */
  private static final int MAX_LENGTH = 254;

  /** What a browser accepts in a field for an address (HTML, 4.10.5.1.5). */
  private static final Pattern SHAPE =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
              + "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  /** Reads an address as a person writes it; empty when it cannot be one. */
  public static Optional<EmailAddress> of(String written) {
    String text = written.strip();
    return text.length() <= MAX_LENGTH && SHAPE.matcher(text).matches()
        ? Optional.of(new EmailAddress(text))
        : Optional.empty();
  }

  /** The same for addresses that differ in the case of letters only. */
  public String key() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Hides the address: records end up in logs. */
  @Override
  public String toString() {
    return "EmailAddress[…]";
  }
}
