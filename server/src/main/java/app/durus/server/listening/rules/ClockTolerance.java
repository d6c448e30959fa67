package app.durus.server.listening.rules;

/**
 * How far a stamp may be ahead of the database's clock (R8). Without a limit, one device whose
 * clock is years ahead would win every register for years. Five minutes tolerate clocks that are
 * slightly wrong. Stamps of the past need no limit, because they lose.
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
