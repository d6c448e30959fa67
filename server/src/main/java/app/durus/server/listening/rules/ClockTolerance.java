package app.durus.server.listening.rules;

/**
 * R8: how far a stamp may be ahead of the database's clock. Without a bound, one device from the
 * future would win every register for ever. Five minutes leave room for clocks that are merely
 * badly kept; stamps from the past need no bound, because they only lose.
 */
public final class ClockTolerance {

  public static final long TOLERANCE_MS = 5L * 60 * 1_000;

  private ClockTolerance() {}

  /**
   * @param databaseTime the database's clock, milliseconds since 1970
   */
  public static boolean isExceededBy(Stamp stamp, long databaseTime) {
    return stamp.occurredAt() > databaseTime + TOLERANCE_MS;
  }
}
