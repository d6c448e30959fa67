package app.durus.server.catalogue.importing.names;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders names as people do: "Part 2" before "Part 10", in the digits of every script. */
public final class NaturalOrder implements Comparator<String> {

  public static final NaturalOrder INSTANCE = new NaturalOrder();

  private static final Pattern PARTS = Pattern.compile("\\p{Nd}+|\\P{Nd}+");

  private NaturalOrder() {}

  @Override
  public int compare(String left, String right) {
    Matcher leftParts = PARTS.matcher(left);
    Matcher rightParts = PARTS.matcher(right);
    while (leftParts.find()) {
      if (!rightParts.find()) {
        return 1;
      }
      int order = compareParts(leftParts.group(), rightParts.group());
      if (order != 0) {
        return order;
      }
    }
    // Total: "1" and "01" differ, too.
    return rightParts.find() ? -1 : left.compareTo(right);
  }

  private static int compareParts(String left, String right) {
    boolean leftIsNumber = Character.isDigit(left.codePointAt(0));
    boolean rightIsNumber = Character.isDigit(right.codePointAt(0));
    if (leftIsNumber != rightIsNumber) {
      // By kind and not by character: digits of some scripts lie before letters, others behind.
      return leftIsNumber ? -1 : 1;
    }
    if (!leftIsNumber) {
      return left.compareToIgnoreCase(right);
    }
    String leftDigits = western(left);
    String rightDigits = western(right);
    int byLength = Integer.compare(leftDigits.length(), rightDigits.length());
    return byLength != 0 ? byLength : leftDigits.compareTo(rightDigits);
  }

  private static String western(String digits) {
    StringBuilder western = new StringBuilder();
    digits.codePoints().map(Character::getNumericValue).forEach(western::append);
    return western.toString().replaceFirst("^0+(?=.)", "");
  }
}
