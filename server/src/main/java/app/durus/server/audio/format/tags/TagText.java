package app.durus.server.audio.format.tags;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes texts of tags whose stated encoding may be wrong. Each repair is made only if the text
 * would be nonsense without it. Pure.
 */
public final class TagText {

  private static final Charset WINDOWS_ARABIC = Charset.forName("windows-1256");
  private static final Charset WINDOWS_LATIN = Charset.forName("windows-1252");
  private static final Pattern LEADING_NUMBER = Pattern.compile("\\s*(\\p{Nd}{1,4})(?!\\p{Nd}).*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z\\u0080-\\u00ff]+");
  private static final Pattern FOREIGN_WORD = Pattern.compile("[\\u0080-\\u00ff]+");

  /** Scripts up to Arabic and its extensions. Swapped bytes of other characters end up there. */
  private static final int LAST_OF_THE_FIRST_SCRIPTS = 0x07ff;

  private static final int FEWEST_SWAPPED = 4;

  /** More than half of the letters of an Arabic text are among these. */
  private static final String FREQUENT = "المنهويى";

  private static final int FEWEST_TO_COUNT = 10;
  private static final int FEWEST_FREQUENT_PERCENT = 10;

  /** They stand in no Arabic word. */
  private static final String SIGNS = "¤¦§¨¬±²³´µ¶·¸¹¼½¾×÷";

  private TagText() {}

  /** UTF-8, or else the encodings that old programs wrote in its place. */
  public static String of(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return repaired(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  /**
   * @param text as decoded by the encoding that the tag states
   */
  public static String repaired(String text) {
    String swapped = withBytesSwapped(text);
    if (swapped != null) {
      return swapped;
    }
    String twice = asUtf8ReadAsWindowsLatin(text);
    if (twice != null) {
      return twice;
    }
    if (text.codePoints().anyMatch(c -> c > 0xff) || text.codePoints().allMatch(c -> c < 0x80)) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    String unicode = asUtf8(bytes);
    if (unicode != null) {
      return unicode;
    }
    String latin = asWindowsLatin(text);
    return mayBeArabic(text) ? asArabic(bytes, latin) : latin;
  }

  /**
   * The number that a text begins with, as in {@code 3/12}.
   *
   * @return null when there is none, or it is 0
   */
  public static Integer number(String text) {
    Matcher matcher = LEADING_NUMBER.matcher(text == null ? "" : text);
    int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    return number == 0 ? null : number;
  }

  /**
   * UTF-16 in the other byte order, without a byte order mark. Arabic or Latin text then reads as
   * rare Chinese characters, nearly all of whose low bytes are 0.
   */
  private static String withBytesSwapped(String text) {
    if (text.length() < FEWEST_SWAPPED) {
      return null;
    }
    StringBuilder swapped = new StringBuilder(text.length());
    for (char read : text.toCharArray()) {
      char meant = Character.reverseBytes(read);
      if (read <= LAST_OF_THE_FIRST_SCRIPTS || meant > LAST_OF_THE_FIRST_SCRIPTS) {
        return null;
      }
      swapped.append(meant);
    }
    return swapped.toString();
  }

  /** Latin-1 has no characters between 0x80 and 0x9f. Bytes there are Windows-1252. */
  private static String asWindowsLatin(String text) {
    return text.chars().anyMatch(c -> c >= 0x80 && c < 0xa0)
        ? new String(text.getBytes(StandardCharsets.ISO_8859_1), WINDOWS_LATIN)
        : text;
  }

  /**
   * UTF-8 that a program decoded as Windows-1252 and saved again as Unicode, once or twice. No text
   * with several letters above ASCII reads as valid UTF-8 by chance.
   *
   * @return null when it is not such a text
   */
  private static String asUtf8ReadAsWindowsLatin(String text) {
    if (text.codePoints().noneMatch(c -> c > 0xff)) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (char c : text.toCharArray()) {
      byte[] windows =
          c <= 0xff ? new byte[] {(byte) c} : String.valueOf(c).getBytes(WINDOWS_LATIN);
      if (windows.length != 1 || c > 0xff && windows[0] == '?') {
        return null;
      }
      bytes.write(windows[0]);
    }
    String meant = asUtf8(bytes.toByteArray());
    return meant == null ? null : repaired(meant);
  }

  /** The last character may be truncated: ID3v1 has 30 bytes. */
  private static String asUtf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer decoded = CharBuffer.allocate(bytes.length);
    if (decoder.decode(ByteBuffer.wrap(bytes), decoded, false).isError()) {
      return null;
    }
    String text = decoded.flip().toString();
    // A single accented letter at the end looks like the beginning of a character.
    return text.codePoints().anyMatch(c -> c >= 0x80) ? text : null;
  }

  /**
   * Old Arabic recordings have Windows-1256 bytes in tags that state Latin-1. In such text nearly
   * all letters are above ASCII, or every word is either wholly Arabic or wholly Latin. Words of
   * European languages are mixed.
   */
  private static boolean mayBeArabic(String latin) {
    long letters = latin.codePoints().filter(c -> c > 0x7f || Character.isLetter(c)).count();
    long high = latin.codePoints().filter(c -> c > 0x7f).count();
    if (high < 3) {
      return false;
    }
    return high >= letters * 0.7
        || WORD.matcher(latin)
            .results()
            .map(word -> word.group())
            .allMatch(
                word ->
                    FOREIGN_WORD.matcher(word).matches()
                        || word.codePoints().allMatch(c -> c < 0x80));
  }

  private static String asArabic(byte[] bytes, String otherwise) {
    String arabic = new String(bytes, WINDOWS_ARABIC);
    boolean throughout =
        arabic
            .codePoints()
            .filter(c -> c > 0x7f && Character.isLetter(c))
            .allMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.ARABIC);
    return throughout && isPlausible(arabic) ? arabic : otherwise;
  }

  /**
   * Whether it may be Arabic as people write it. In Windows-1256, the small letters of KOI8-R and
   * most of Thai are Arabic letters too, but hardly ever the most frequent ones; and their words
   * have signs in them, or begin with a vowel sign.
   */
  private static boolean isPlausible(String arabic) {
    int letters = 0;
    int frequent = 0;
    for (int i = 0; i < arabic.length(); i++) {
      char c = arabic.charAt(i);
      boolean isBesideALetter =
          i > 0 && isForeignLetter(arabic.charAt(i - 1))
              || i + 1 < arabic.length() && isForeignLetter(arabic.charAt(i + 1));
      if (SIGNS.indexOf(c) >= 0 && isBesideALetter) {
        return false;
      }
      if (Character.getType(c) == Character.NON_SPACING_MARK
          && (i == 0 || Character.isWhitespace(arabic.charAt(i - 1)))) {
        return false;
      }
      letters += isForeignLetter(c) ? 1 : 0;
      frequent += FREQUENT.indexOf(c) >= 0 ? 1 : 0;
    }
    return letters < FEWEST_TO_COUNT || frequent * 100 >= letters * FEWEST_FREQUENT_PERCENT;
  }

  private static boolean isForeignLetter(char c) {
    return c > 0x7f && Character.isLetter(c);
  }
}
