package app.durus.server.listening;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Ids on the wire: UUIDs in their canonical text form, in either case. */
final class WireIds {

  private static final int LENGTH = 36;

  private WireIds() {}

  /** A push of 500 intents has 1,500 ids, so they are checked without a regular expression. */
  static Optional<UUID> read(String text) {
    return isCanonical(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  /** {@link UUID#fromString} also accepts short forms such as {@code 1-1-1-1-1}. */
  private static boolean isCanonical(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean isPlaceOfHyphen = i == 8 || i == 13 || i == 18 || i == 23;
      char letter = text.charAt(i);
      if (isPlaceOfHyphen ? letter != '-' : !HexFormat.isHexDigit(letter)) {
        return false;
      }
    }
    return true;
  }
}
