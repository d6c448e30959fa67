package app.durus.server.http.files;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Range} header requests of a representation of known size (RFC 9110, section 14).
 *
 * <p>Several ranges at once are answered with the whole file. A server may ignore {@code Range}, no
 * browser requests audio in this way, and such requests are a known attack.
 */
sealed interface ByteRange {

  /**
   * The whole file is sent with 200: the header is missing, not understood, or has several ranges.
   */
  record Whole() implements ByteRange {}

  /** From {@code first} to {@code last}, both included, with 206. */
  record Part(long first, long last) implements ByteRange {

    long lengthBytes() {
      return last - first + 1;
    }

    String contentRange(long sizeBytes) {
      return "bytes " + first + "-" + last + "/" + sizeBytes;
    }
  }

  /** No byte of the range exists: 416. */
  record Unsatisfiable() implements ByteRange {}

  /** Unit names are case-insensitive; white space surrounds list elements only. */
  Pattern RANGES = Pattern.compile("(?i:bytes)=(.*)");

  Pattern RANGE = Pattern.compile("(\\d*)-(\\d*)");

  /**
   * @param header null when there is none
   * @param sizeBytes of the whole file
   */
  static ByteRange of(String header, long sizeBytes) {
    Matcher ranges = RANGES.matcher(header == null ? "" : header.strip());
    if (!ranges.matches()) {
      return new Whole();
    }
    // Empty list elements are to be ignored (RFC 9110, section 5.6.1.2).
    List<String> elements =
        Arrays.stream(ranges.group(1).split(","))
            .map(String::strip)
            .filter(element -> !element.isEmpty())
            .toList();
    return elements.size() == 1 ? single(elements.getFirst(), sizeBytes) : new Whole();
  }

  private static ByteRange single(String range, long sizeBytes) {
    Matcher parts = RANGE.matcher(range);
    if (!parts.matches() || range.equals("-")) {
      return new Whole();
    }
    if (parts.group(1).isEmpty()) {
      return suffix(number(parts.group(2)), sizeBytes);
    }
    long first = number(parts.group(1));
    long last = parts.group(2).isEmpty() ? Long.MAX_VALUE : number(parts.group(2));
    if (last < first) {
      return new Whole();
    }
    return first >= sizeBytes
        ? new Unsatisfiable()
        : new Part(first, Math.min(last, sizeBytes - 1));
  }

  private static ByteRange suffix(long lengthBytes, long sizeBytes) {
    return lengthBytes == 0 || sizeBytes == 0
        ? new Unsatisfiable()
        : new Part(Math.max(0, sizeBytes - lengthBytes), sizeBytes - 1);
  }

  /** A number of any length. More than 18 digits lie beyond every file. */
  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=\\d)", "");
    return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
  }
}
