package app.durus.server.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A listener's name: how it is shown, and the key by which names are compared.
 *
 * @param shown as entered, in NFC, without surrounding space; 1 to 64 code points
 * @param key the same for names that differ only in case, width, composition, spacing or invisible
 *     joiners
 */
public record ListenerName(String shown, String key) {

  private static final int MAX_CHARACTERS = 64;

  /**
   * Longer texts are refused unread: normalizing unordered combining marks takes quadratic time.
   */
  private static final int MAX_WRITTEN = 1_024;

  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

  /** Joiners that shape their neighbours (Persian, emoji). They are ignored in the key. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u200C\\u200D\\u034F\\u180B-\\u180F\\uFE00-\\uFE0F]");

  /** Letters without a glyph: a name of these would look empty, or like another name. */
  private static final Pattern BLANK_LETTER =
      Pattern.compile("[\\u115F\\u1160\\u3164\\uFFA0\\u2800]");

  /** Reads a name; empty when it is invalid. */
  public static Optional<ListenerName> of(String written) {
    if (written.length() > MAX_WRITTEN || !written.codePoints().allMatch(ListenerName::isAllowed)) {
      return Optional.empty();
    }
    String shown = spaced(Normalizer.normalize(written, Normalizer.Form.NFC));
    String key = keyOf(shown);
    boolean fits = !key.isEmpty() && shown.codePointCount(0, shown.length()) <= MAX_CHARACTERS;
    return fits ? Optional.of(new ListenerName(shown, key)) : Optional.empty();
  }

  /**
   * No control characters, line breaks, bidirectional or other format controls, or unpaired
   * surrogates.
   */
  private static boolean isAllowed(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.FORMAT -> character == 0x200C || character == 0x200D;
      default -> !BLANK_LETTER.matcher(Character.toString(character)).matches();
    };
  }

  /** Upper case and then lower case, so that letters with two lower-case forms become one. */
  private static String keyOf(String shown) {
    String visible = INVISIBLE.matcher(compatible(shown)).replaceAll("");
    String caseless = visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return spaced(compatible(caseless.replace('ς', 'σ')));
  }

  private static String compatible(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  private static String spaced(String text) {
    return SPACES.matcher(text).replaceAll(" ").strip();
  }
}
