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
 * Waits at startup for an external database that is not reachable yet, for instance after a power
 * cut, when everything starts at once. Faults that waiting cannot repair fail at once: a wrong
 * password, a missing database, an untrusted certificate. Blocking.
 */
final class DatabaseWait {

  /** The pause between two attempts. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * SQLSTATEs: no connection (unknown host, nobody listens, connection lost), too many connections,
   * and a server that is starting, stopping or recovering.
   */
  private static final Set<String> MAY_PASS = Set.of("08001", "53300", "57P01", "57P02", "57P03");

  private static final String CONNECTION_FAILURE = "08006";

  private DatabaseWait() {}

  /**
   * @param limit the longest wait from now; zero for one attempt
   * @param tell gets one line for each new reason to wait
   * @throws StartupFailure when the database is unusable, or not reachable in time
   */
  static void until(DatabaseAddress address, Duration limit, Consumer<String> tell) {
    long deadline = System.nanoTime() + limit.toNanos();
    String lastReason = "";
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
        if (!reason.equals(lastReason)) {
          tell.accept(
              String.format(
                  Locale.ROOT,
                  "Waiting for the database at %s, for at most %d s: %s",
                  address,
                  limit.toSeconds(),
                  reason));
          lastReason = reason;
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
    // JDBC uses this state also for a certificate without the host name.
    return state.equals(CONNECTION_FAILURE) ? lineBroke : MAY_PASS.contains(state);
  }

  /** One line: the message of the innermost cause that has one. */
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
