package app.durus.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the load has to know of an answer to a push. It looks for bytes instead of parsing JSON, to
 * leave most of the machine to the server.
 *
 * @param isSuccess whether the status is 2xx
 * @param applied how many intents were applied
 * @param cursor the listener's next one; meaningless without success
 */
record PushAnswer(boolean isSuccess, int applied, long cursor) {

  private static final byte[] APPLIED = "\"APPLIED\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CURSOR = "\"cursor\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEADERS_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

  /** Where the status begins, after {@code HTTP/1.1 }. */
  private static final int STATUS = 9;

  /** Null while the answer is incomplete. */
  static PushAnswer read(byte[] bytes) {
    int headersEnd = find(bytes, HEADERS_END, 0);
    if (headersEnd < 0) {
      return null;
    }
    int bodyStart = headersEnd + HEADERS_END.length;
    int length = (int) number(bytes, find(bytes, LENGTH, 0) + LENGTH.length);
    if (bytes.length < bodyStart + length) {
      return null;
    }
    return new PushAnswer(
        bytes[STATUS] == '2',
        count(bytes, APPLIED, bodyStart),
        number(bytes, find(bytes, CURSOR, bodyStart) + CURSOR.length));
  }

  private static int count(byte[] bytes, byte[] wanted, int from) {
    int found = 0;
    for (int at = find(bytes, wanted, from);
        at >= 0;
        at = find(bytes, wanted, at + wanted.length)) {
      found++;
    }
    return found;
  }

  private static int find(byte[] bytes, byte[] wanted, int from) {
    for (int at = from; at <= bytes.length - wanted.length; at++) {
      if (bytes[at] == wanted[0]
          && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  private static long number(byte[] bytes, int from) {
    long value = 0;
    for (int at = from; at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      value = value * 10 + bytes[at] - '0';
    }
    return value;
  }
}
