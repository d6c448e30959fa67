package app.durus.server.app;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.util.Optional;

/**
 * The message for the operator when the database ends a command's work. Faults that are bugs have
 * no such message and keep their stack trace.
 */
final class DatabaseFaultText {

  /** SQLSTATE classes: resources are missing, the server is shut down, the system failed. */
  private static final String INSUFFICIENT_RESOURCES = "53";

  private static final String OPERATOR_INTERVENTION = "57";
  private static final String SYSTEM_ERROR = "58";
  private static final String DISK_FULL = "53100";
  private static final int MAX_CAUSES = 16;

  private DatabaseFaultText() {}

  /**
   * @return one sentence; empty when the failure is not the database's
   */
  static Optional<String> of(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < MAX_CAUSES; cause = cause.getCause()) {
      if (cause instanceof PgException database) {
        return of(database);
      }
      if (cause instanceof ClosedConnectionException) {
        return Optional.of(
            "the database ended the connection, so nothing was changed; its log tells why");
      }
      depth++;
    }
    return Optional.empty();
  }

  private static Optional<String> of(PgException failure) {
    String state = failure.getSqlState() == null ? "" : failure.getSqlState();
    String said = failure.getErrorMessage();
    if (state.equals(DISK_FULL) || said != null && said.contains("No space left on device")) {
      return Optional.of(
          "the disk of the database is full, so nothing was changed; make room and import again ("
              + said
              + ")");
    }
    boolean outside =
        state.startsWith(INSUFFICIENT_RESOURCES)
            || state.startsWith(OPERATOR_INTERVENTION)
            || state.startsWith(SYSTEM_ERROR);
    return outside
        ? Optional.of("the database could not go on, so nothing was changed: " + said)
        : Optional.empty();
  }
}
