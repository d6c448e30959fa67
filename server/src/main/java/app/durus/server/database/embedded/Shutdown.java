package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Ends postmasters. Signals are sent with the rights of the database's account, so that they cannot
 * reach processes of other users.
 */
final class Shutdown {

  /** The limit of an orderly shutdown, which writes all memory to the disk. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The limit for a process that has nothing to write, or must end immediately. */
  private static final Duration SHORT_LIMIT = Duration.ofSeconds(5);

  private final DatabaseAccount account;
  private final PostgresPrograms programs;
  private final Consumer<String> say;

  Shutdown(DatabaseAccount account, PostgresPrograms programs, Consumer<String> say) {
    this.account = account;
    this.programs = programs;
    this.say = say;
  }

  /**
   * Requests a fast shutdown, which ends connections. If it takes too long, PostgreSQL is stopped
   * immediately, and recovers at its next start. Waits until the process has ended.
   *
   * @throws StartupFailure when the process does not end
   */
  void of(ProcessHandle postmaster) {
    of(postmaster, LIMIT);
  }

  /** Like {@link #of}, for a process that was never ready: it may not handle signals yet. */
  void ofStarting(ProcessHandle postmaster) {
    of(postmaster, SHORT_LIMIT);
  }

  private void of(ProcessHandle postmaster, Duration limit) {
    signal(postmaster, "INT");
    if (hasEnded(postmaster, limit)) {
      return;
    }
    say.accept("PostgreSQL does not end in order and is cut off; its next start recovers");
    signal(postmaster, "QUIT");
    if (hasEnded(postmaster, SHORT_LIMIT)) {
      return;
    }
    signal(postmaster, "KILL");
    if (!hasEnded(postmaster, LIMIT)) {
      throw new StartupFailure(
          String.format(Locale.ROOT, "PostgreSQL, process %d, does not stop", postmaster.pid()));
    }
  }

  /** Waits for the end of a process, at most this long. */
  static boolean hasEnded(ProcessHandle process, Duration limit) {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("interrupted while PostgreSQL was starting or stopping", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void signal(ProcessHandle postmaster, String name) {
    if (postmaster.isAlive()) {
      Command.run(
          account.command(
              List.of(programs.path("pg_ctl"), "kill", name, Long.toString(postmaster.pid()))));
    }
  }
}
