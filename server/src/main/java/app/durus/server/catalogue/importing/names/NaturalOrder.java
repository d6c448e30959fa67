package app.durus.server.catalogue.importing.names;

import java.util.Comparator;

/**
 * Orders names as people do: "Part 2" before "Part 10", in the digits of every script. A number
 * comes before a text. Letters are compared without regard to case, and with it only where nothing
 * else differs.
 */
public final class NaturalOrder implements Comparator<String> {

  public static final NaturalOrder INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      int a = left.codePointAt(i);
      int b = right.codePointAt(j);
      boolean isDigit = isDigit(a);
      if (isDigit != isDigit(b)) {
        // By kind and not by character: digits of some scripts lie before letters, others behind.
        return isDigit ? -1 : 1;
      }
      if (isDigit) {
        int leftEnd = endOfNumber(left, i);
        int rightEnd = endOfNumber(right, j);
        int order = compareNumbers(left, i, leftEnd, right, j, rightEnd);
        if (order != 0) {
          return order;
        }
        i = leftEnd;
        j = rightEnd;
      } else {
        int order = a == b ? 0 : Integer.compare(withoutCase(a), withoutCase(b));
        if (order != 0) {
          return order;
        }
        i += Character.charCount(a);
        j += Character.charCount(b);
      }
    }
    if (i < left.length() || j < right.length()) {
      return i < left.length() ? 1 : -1;
    }
    // Total: "1" and "01" differ, too.
    return left.compareTo(right);
  }

  private static boolean isDigit(int codePoint) {
    return codePoint < 0x80 ? codePoint >= '0' && codePoint <= '9' : Character.isDigit(codePoint);
  }

  private static int withoutCase(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  private static int endOfNumber(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** Numbers of any length, in the digits of any script. */
  private static int compareNumbers(
      String left, int leftStart, int leftEnd, String right, int rightStart, int rightEnd) {
    int i = withoutZeros(left, leftStart, leftEnd);
    int j = withoutZeros(right, rightStart, rightEnd);
    int longer =
        Integer.compare(left.codePointCount(i, leftEnd), right.codePointCount(j, rightEnd));
    if (longer != 0) {
      return longer;
    }
    while (i < leftEnd) {
      int a = left.codePointAt(i);
      int b = right.codePointAt(j);
      int order = Integer.compare(Character.getNumericValue(a), Character.getNumericValue(b));
      if (order != 0) {
        return order;
      }
      i += Character.charCount(a);
      j += Character.charCount(b);
    }
    return 0;
  }

  private static int withoutZeros(String text, int start, int end) {
    int at = start;
    while (at < end && Character.getNumericValue(text.codePointAt(at)) == 0) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }
}
