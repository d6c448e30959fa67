package app.durus.server.database;

import java.time.Duration;

/**
 * How long a request's work waits for what. The order matters: PostgreSQL gives up before the
 * client does, so that locks are free again when the client tries on another connection.
 */
final class DatabaseTimeouts {

  /** For a row that somebody else has locked. */
  static final Duration LOCK = Duration.ofMillis(1_500);

  /** For the client's next statement within a transaction; it comes after a round trip. */
  static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(3);

  /** For one statement; those of requests take milliseconds. */
  static final Duration STATEMENT = Duration.ofSeconds(4);

  /**
   * For any byte in either direction. A connection on which a statement got no answer for so long
   * is dead, and one that nobody used for so long is no loss.
   */
  static final Duration SILENCE = Duration.ofSeconds(5);

  /** For a connection, from the pool or a new one. */
  static final Duration CONNECTION = Duration.ofSeconds(3);

  /** After this an unused connection goes back, before {@link #SILENCE} could cut it in use. */
  static final Duration UNUSED = Duration.ofSeconds(4);

  /** Between two looks at each connection that requests depend on. */
  static final Duration BETWEEN_PROBES = Duration.ofSeconds(2);

  /** A probe that takes longer tells that the database does not answer. */
  static final Duration PROBE = Duration.ofMillis(2_500);

  private DatabaseTimeouts() {}
}
