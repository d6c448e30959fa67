package app.durus.server.catalogue.importing.names;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that may begin with a number in a series: "01 - Title", "3. Title", "(7) Title", "02
 * Title", "٠٤ - عنوان", or a number alone. Digits of every script count.
 *
 * <p>"40 Hadith" and "2024-05-01 Title" begin with no such number: a number that only a space
 * follows needs a leading zero, and one that a separator and a digit follow is a date.
 *
 * @param number null when the name has none
 * @param title without the number; the whole name when nothing else is left
 */
public record NumberedName(Integer number, String title) {

  private static final Pattern NUMBERED =
      Pattern.compile(
          "[(\\[]?(\\p{Nd}{1,4})(?:[)\\]]\\s*[-–—_.:]?|\\s*[-–—_.:،](?!\\p{Nd})|(?=\\s|$))\\s*(.*)");

  private static final Pattern SPACED_SEPARATOR = Pattern.compile("\\s+[-–—_.:،].*");

  public static NumberedName of(String name) {
    if (!mayBeNumbered(name)) {
      return new NumberedName(null, name);
    }
    Matcher matcher = NUMBERED.matcher(name);
    if (!matcher.matches()) {
      return new NumberedName(null, name);
    }
    String digits = matcher.group(1);
    String rest = matcher.group(2).strip();
    boolean separated = !Character.isWhitespace(charAfter(name, matcher.end(1)));
    boolean spacedSeparator =
        SPACED_SEPARATOR.matcher(name).region(matcher.end(1), name.length()).matches();
    boolean zeroLed = Character.getNumericValue(digits.charAt(0)) == 0 && digits.length() > 1;
    if (!rest.isEmpty() && !separated && !spacedSeparator && !zeroLed) {
      return new NumberedName(null, name);
    }
    int number = value(digits);
    return number == 0
        ? new NumberedName(null, name)
        : new NumberedName(number, rest.isEmpty() ? name : rest);
  }

  private static boolean mayBeNumbered(String name) {
    return !name.isEmpty()
        && (Character.isDigit(name.codePointAt(0)) || "([".indexOf(name.charAt(0)) >= 0);
  }

  /** Of decimal digits of any script. */
  public static int value(String digits) {
    return digits.codePoints().map(Character::getNumericValue).reduce(0, (a, b) -> 10 * a + b);
  }

  private static char charAfter(String name, int index) {
    return index < name.length() ? name.charAt(index) : ' ';
  }
}
