package app.durus.server.database;

import java.time.Duration;

/**
 * The limits of each wait for the database (decision 0026). Their order matters: PostgreSQL gives
 * up before the server does, so that locks are released when the server retries on another
 * connection.
 */
final class DatabaseTimeouts {

  /** For a row lock. */
  static final Duration LOCK = Duration.ofMillis(1_500);

  /** For the next statement within a transaction; normally it comes after one round trip. */
  static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(3);

  /** For one statement. Those of requests take milliseconds. */
  static final Duration STATEMENT = Duration.ofSeconds(4);

  /**
   * For any byte in either direction. A connection that gives no answer for this long is dead, and
   * closing one that was unused for this long costs nothing.
   */
  static final Duration SILENCE = Duration.ofSeconds(5);

  /** For a connection, pooled or new. */
  static final Duration CONNECTION = Duration.ofSeconds(3);

  /** For a host's answer whether it is the primary. */
  static final Duration PRIMARY = Duration.ofSeconds(2);

  /**
   * An unused connection is closed after this time, before {@link #SILENCE} could close it in use.
   */
  static final Duration UNUSED = Duration.ofSeconds(4);

  /** Between two probes of a connection path. */
  static final Duration BETWEEN_PROBES = Duration.ofSeconds(2);

  /** For a probe: one that takes longer has failed. */
  static final Duration PROBE = Duration.ofMillis(2_500);

  private DatabaseTimeouts() {}
}
