package app.durus.server.database;

import app.durus.server.errors.RequestError;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Distinguishes temporary faults of the database from statements that fail permanently. Callers may
 * retry after a temporary fault.
 */
public final class DatabaseFault {

  private static final int RETRY_AFTER_SECONDS = 2;

  /**
   * SQLSTATE classes: connection exception, insufficient resources (a full disk too), operator
   * intervention, system error.
   */
  private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "58");

  /**
   * Read-only transaction, idle-in-transaction timeout, lock not available, a server state such as
   * recovery, serialization failure, deadlock.
   */
  private static final Set<String> PASSING =
      Set.of("25006", "25P03", "55P03", "55000", "40001", "40P01");

  /** The server ended the session, or is starting or stopping. Class 08 counts too. */
  private static final Set<String> SESSION_ENDED =
      Set.of("57P01", "57P02", "57P03", "57P05", "25P03");

  private DatabaseFault() {}

  /** Whether the same statement may succeed later. */
  public static boolean passes(Throwable failure) {
    if (failure instanceof PgException refused) {
      String state = String.valueOf(refused.getSqlState());
      return PASSING.contains(state) || PASSING_CLASSES.contains(state.substring(0, 2));
    }
    return failure instanceof ReplicatedCommit.NotReplicated || connectionIsLost(failure);
  }

  /** Whether no connection was available, or it was lost: another connection may work. */
  public static boolean connectionIsLost(Throwable failure) {
    if (failure instanceof PgException refused) {
      String state = String.valueOf(refused.getSqlState());
      return SESSION_ENDED.contains(state) || state.startsWith("08");
    }
    return failure instanceof IOException
        || failure instanceof TimeoutException
        // How the driver fails calls on a closed pool or connection.
        || failure instanceof VertxException
        || isRefusedTls(failure);
  }

  /**
   * Whether PostgreSQL did not agree to TLS. A server that is ending, or cannot start another
   * process, sends an error in clear text instead. The driver fails with a plain exception then, a
   * class that it uses for nothing else.
   */
  private static boolean isRefusedTls(Throwable failure) {
    return failure.getClass() == Exception.class;
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
