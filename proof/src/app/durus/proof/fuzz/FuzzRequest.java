package app.durus.proof.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * One request that must not change anything.
 *
 * @param kind what is wrong with it
 * @param head the request line and headers, with the empty line
 * @param body may differ from what the head says
 * @param manner how it is sent
 * @param expected the status that it must get; 0 for any status below 500 or no answer
 */
record FuzzRequest(String kind, byte[] head, byte[] body, Manner manner, int expected) {

  enum Manner {
    AT_ONCE,
    /** The body dribbles in. */
    SLOWLY,
    /** Sends no more after the body, although the head announced more. */
    BROKEN_OFF,
    /** Closes the connection without sending anything. */
    DROPPED
  }

  /** For the report of a fault. */
  String describe() {
    return kind + " " + manner + "\n" + printable(head, 1_000) + printable(body, 1_000);
  }

  private static String printable(byte[] bytes, int limit) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String shown = text.length() > limit ? text.substring(0, limit) + "... " : text;
    return shown.replace("\r", "").replaceAll("[^\\n\\x20-\\x7e]", "?")
        + "\n["
        + bytes.length
        + " bytes]";
  }
}
