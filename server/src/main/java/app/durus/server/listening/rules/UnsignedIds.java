package app.durus.server.listening.rules;

import java.util.UUID;

/**
 * The order of ids as unsigned bytes, which is PostgreSQL's order of {@code uuid} and the order of
 * the canonical lower-case text in TypeScript. {@link UUID#compareTo} compares signed halves and is
 * another order: client and server would then choose different winners.
 */
final class UnsignedIds {

  private UnsignedIds() {}

  static int compare(UUID left, UUID right) {
    int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
  }
}
