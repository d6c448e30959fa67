package app.durus.server.database;

import app.durus.server.errors.RequestError;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Tells the database's own trouble, which passes, from a statement that it refuses for good.
 * Whoever asked is told to come back.
 */
public final class DatabaseFault {

  private static final int RETRY_AFTER_SECONDS = 2;

  /**
   * SQLSTATE classes: connection exception, resources that ran out (a full disk too), operator
   * intervention, trouble of the system.
   */
  private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "58");

  /**
   * A transaction that was read-only, one that was idle for too long, a lock that was not given, a
   * state of the server such as recovery, a serialization failure and a deadlock.
   */
  private static final Set<String> PASSING =
      Set.of("25006", "25P03", "55P03", "55000", "40001", "40P01");

  /** The server ended the session, or is starting or stopping; class 08 does so too. */
  private static final Set<String> SESSION_ENDED =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03");

  private DatabaseFault() {}

  /** Whether the same statement may well succeed later. */
  public static boolean passes(Throwable failure) {
    if (failure instanceof PgException refused) {
      String state = String.valueOf(refused.getSqlState());
      return PASSING.contains(state) || PASSING_CLASSES.contains(state.substring(0, 2));
    }
    return connectionIsLost(failure);
  }

  /** Whether there was no connection, or the one there was is gone: another one may do. */
  public static boolean connectionIsLost(Throwable failure) {
    if (failure instanceof PgException refused) {
      String state = String.valueOf(refused.getSqlState());
      return SESSION_ENDED.contains(state) || state.startsWith("08");
    }
    return failure instanceof IOException
        || failure instanceof TimeoutException
        // How the driver fails what was asked of a pool or a connection that cannot do it.
        || failure instanceof VertxException;
  }

  /**
   * Makes a {@link RequestError} of a failure that passes. Every other failure is returned as it
   * is.
   */
  public static Throwable asRequestError(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestError) {
        return cause;
      }
      if (passes(cause)) {
        return RequestError.unavailable(
            "The database does not answer just now; try again.", RETRY_AFTER_SECONDS);
      }
    }
    return failure;
  }
}
