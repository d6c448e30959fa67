package app.durus.server.accounts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Knows passwords that somebody else would guess within a few tries: common ones, the listener's
 * own name, few characters over and over. Only new passwords are looked at; an account keeps the
 * one that it has.
 */
final class WeakPasswords {

  private static final String COMMON_FILE = "/passwords/common.txt";

  /** The least number of different characters: "aaaaaaaa" and "abababab" have fewer. */
  private static final int MIN_DIFFERENT = 3;

  /** What people add to a common word, so that a form takes it. */
  private static final Pattern ADDED = Pattern.compile("[\\p{N}\\p{P}\\p{S}]+$");

  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}_.-]+");

  private static final Set<String> COMMON = common();

  private WeakPasswords() {}

  /**
   * @param password an acceptable one by its length
   * @param name whose it would be
   */
  static boolean isWeak(String password, ListenerName name) {
    String plain = plain(password);
    String base = ADDED.matcher(plain).replaceAll("");
    String own = plain(name.key());
    return plain.codePoints().distinct().count() < MIN_DIFFERENT
        || COMMON.contains(plain)
        || COMMON.contains(base)
        || plain.equals(own)
        || (!base.isEmpty() && base.equals(ADDED.matcher(own).replaceAll("")));
  }

  /** Without case, spaces, and differences that only look. */
  private static String plain(String text) {
    String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return SPACES.matcher(compatible.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  private static Set<String> common() {
    try (InputStream file =
        Objects.requireNonNull(
            WeakPasswords.class.getResourceAsStream(COMMON_FILE), "common passwords")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
