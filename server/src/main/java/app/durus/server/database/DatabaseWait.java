package app.durus.server.database;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * Waits at the start for an external database that is not there yet, as after a power cut, when
 * everything starts at once. What waiting cannot put right fails at once: a wrong password, a
 * database that does not exist, a certificate that is not trusted. Blocking.
 */
final class DatabaseWait {

  /** Between two tries. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * SQLSTATEs: no connection (the name is not known, nobody listens, the line broke), too many
   * connections, and a server that is starting, stopping or recovering.
   */
  private static final Set<String> MAY_PASS = Set.of("08001", "53300", "57P01", "57P02", "57P03");

  private static final String CONNECTION_FAILURE = "08006";

  private DatabaseWait() {}

  /**
   * @param limit from now on; zero for one try
   * @param tell is told once for each new reason to wait, in one line
   * @throws StartupFailure when the database cannot be used, or not in time
   */
  static void until(DatabaseAddress address, Duration limit, Consumer<String> tell) {
    long deadline = System.nanoTime() + limit.toNanos();
    String told = "";
    while (true) {
      try (Connection connection =
          DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
        if (connection.isValid((int) DatabaseTimeouts.CONNECTION.toSeconds())) {
          return;
        }
        throw new SQLException("it does not answer", "08001");
      } catch (SQLException e) {
        String reason = reason(e);
        if (!mayPass(e) || System.nanoTime() - deadline >= 0) {
          throw new StartupFailure("the database at " + address + " cannot be used: " + reason, e);
        }
        if (!reason.equals(told)) {
          tell.accept(
              String.format(
                  Locale.ROOT,
                  "Waiting for the database at %s, for at most %d s: %s",
                  address,
                  limit.toSeconds(),
                  reason));
          told = reason;
        }
        pause();
      }
    }
  }

  private static boolean mayPass(SQLException failure) {
    boolean lineBroke = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return false;
      }
      lineBroke |= cause instanceof IOException;
    }
    String state = String.valueOf(failure.getSQLState());
    // With this state JDBC tells of a host name that a certificate does not have, too.
    return state.equals(CONNECTION_FAILURE) ? lineBroke : MAY_PASS.contains(state);
  }

  /** On one line: what the innermost cause says that says anything. */
  static String reason(Throwable failure) {
    String reason = "it does not say why";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "its host name is not known: " + cause.getMessage();
      }
      if (cause.getMessage() != null) {
        reason = cause.getMessage().lines().findFirst().orElse(reason);
      }
    }
    return reason;
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new StartupFailure("told to stop while waiting for the database");
    }
  }
}
