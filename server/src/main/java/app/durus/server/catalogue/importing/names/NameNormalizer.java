package app.durus.server.catalogue.importing.names;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names as they are shown, stored and compared. */
public final class NameNormalizer {

  private static final char SOFT_HYPHEN = '\u00AD';
  private static final int LONGEST = 300;
  private static final int LONGEST_PARAGRAPHS = 4_000;

  private NameNormalizer() {}

  /**
   * In Unicode's form C, on one line, without invisible characters: control characters (PostgreSQL
   * refuses U+0000, which tags often end with), direction marks, unpaired surrogates. The joiners
   * of Persian and Urdu spelling stay. At most 300 characters.
   *
   * @return empty when nothing is left, as for null
   */
  public static String clean(String text) {
    return text == null ? "" : clean(text, LONGEST);
  }

  private static String clean(String text, int longest) {
    if (isClean(text, longest)) {
      return text;
    }
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
   * Whether nothing has to be done, as far as that can be told at a glance: most names are short
   * and of Latin, Cyrillic or Arabic letters without combining marks, and an import cleans each
   * several times.
   */
  private static boolean isClean(String text, int longest) {
    if (text.length() > longest) {
      return false;
    }
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == ' ' ? before == ' ' : !isPlain(next)) {
        return false;
      }
      before = next;
    }
    return text.isEmpty() || before != ' ';
  }

  /** A visible character that composes with no other one that is plain. */
  private static boolean isPlain(char c) {
    return c > ' ' && c < 0x7f
        || c > 0xa0 && c < 0x300 && c != SOFT_HYPHEN
        || c >= 'Ѐ' && c <= 'џ'
        || c >= 'ء' && c <= 'غ'
        || c >= 'ف' && c <= 'ي'
        || c >= '٠' && c <= '٩';
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

  /** ISO 639-2 has two codes for some languages. Java knows only the terminology codes. */
  private static final Map<String, String> BIBLIOGRAPHIC =
      Map.ofEntries(
          Map.entry("alb", "sq"),
          Map.entry("arm", "hy"),
          Map.entry("baq", "eu"),
          Map.entry("bur", "my"),
          Map.entry("chi", "zh"),
          Map.entry("cze", "cs"),
          Map.entry("dut", "nl"),
          Map.entry("fre", "fr"),
          Map.entry("geo", "ka"),
          Map.entry("ger", "de"),
          Map.entry("gre", "el"),
          Map.entry("ice", "is"),
          Map.entry("mac", "mk"),
          Map.entry("mao", "mi"),
          Map.entry("may", "ms"),
          Map.entry("per", "fa"),
          Map.entry("rum", "ro"),
          Map.entry("slo", "sk"),
          Map.entry("tib", "bo"),
          Map.entry("wel", "cy"));

  private static final Map<String, String> LANGUAGES = languages();

  private static Map<String, String> languages() {
    Map<String, String> languages = new HashMap<>(BIBLIOGRAPHIC);
    for (String code : Locale.getISOLanguages()) {
      languages.put(code, code);
      languages.putIfAbsent(Locale.of(code).getISO3Language(), code);
    }
    return Map.copyOf(languages);
  }

  /**
   * A BCP 47 language for a code in tags: a code of two letters, or a terminology or bibliography
   * code of ISO 639-2 with three letters ("deu" and "ger").
   *
   * @return null for any other text
   */
  public static String language(String tagged) {
    return LANGUAGES.get(clean(tagged).toLowerCase(Locale.ROOT));
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
