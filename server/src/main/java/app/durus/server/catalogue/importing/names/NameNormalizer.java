package app.durus.server.catalogue.importing.names;

import java.text.Normalizer;
import java.util.Locale;

/** Names as they are shown, stored and compared. */
public final class NameNormalizer {

  private static final int LONGEST = 300;
  private static final int LONGEST_PARAGRAPHS = 4_000;

  private NameNormalizer() {}

  /**
   * In Unicode's form C, on one line, without what cannot be seen: control characters (PostgreSQL
   * refuses U+0000, which tags often end with), marks of direction, halves of surrogate pairs. The
   * joiners of Persian and Urdu spelling stay. At most 300 characters.
   *
   * @return empty when nothing is left, as for null
   */
  public static String clean(String text) {
    return text == null ? "" : clean(text, LONGEST);
  }

  private static String clean(String text, int longest) {
    StringBuilder seen = new StringBuilder();
    text.codePoints()
        .limit(4L * longest)
        .map(NameNormalizer::visible)
        .forEach(seen::appendCodePoint);
    String oneLine = seen.toString().replace("\uFEFF", "").replaceAll("[\\s\\p{Z}]+", " ").strip();
    String composed = Normalizer.normalize(oneLine, Normalizer.Form.NFC);
    return composed.codePointCount(0, composed.length()) <= longest
        ? composed
        : composed.substring(0, composed.offsetByCodePoints(0, longest)).strip();
  }

  /**
   * The same for a text of several lines, which stay: at most 4,000 characters.
   *
   * @return empty when nothing is left, as for null
   */
  public static String cleanParagraphs(String text) {
    if (text == null) {
      return "";
    }
    StringBuilder lines = new StringBuilder();
    text.lines()
        .map(line -> clean(line, LONGEST_PARAGRAPHS))
        .forEach(line -> lines.append(line).append('\n'));
    String whole = lines.toString().replaceAll("\n{3,}", "\n\n").strip();
    return whole.codePointCount(0, whole.length()) <= LONGEST_PARAGRAPHS
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, LONGEST_PARAGRAPHS)).strip();
  }

  /**
   * A BCP 47 language from what tags say: a code of two letters, or of three by ISO 639-2.
   *
   * @return null when it is neither
   */
  public static String language(String tagged) {
    String code = clean(tagged).toLowerCase(Locale.ROOT);
    for (String known : Locale.getISOLanguages()) {
      if (known.equals(code) || Locale.of(known).getISO3Language().equals(code)) {
        return known;
      }
    }
    return null;
  }

  private static int visible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL -> ' ';
      case Character.SURROGATE, Character.UNASSIGNED -> '\uFEFF';
      case Character.FORMAT -> isJoiner(character) ? character : '\uFEFF';
      default -> character;
    };
  }

  private static boolean isJoiner(int character) {
    return character == 0x200C || character == 0x200D;
  }
}
