package app.durus.proof.database;

import app.durus.server.processes.PostgresProcess;
import app.durus.server.startup.StartupFailure;
import app.durus.server.waiting.Pause;

/** Starts a PostgreSQL again whenever it ends, as the operating system's supervisor does. */
final class DatabaseSupervisor implements AutoCloseable {

  private static final long BETWEEN_LOOKS_MS = 200;

  private final PostgresProcess postgres;
  private final Thread thread;
  private volatile boolean closed;

  private DatabaseSupervisor(PostgresProcess postgres) {
    this.postgres = postgres;
    this.thread = Thread.ofVirtual().unstarted(this::watch);
  }

  /**
   * Watches a PostgreSQL from now on.
   *
   * @param postgres that was started
   */
  static DatabaseSupervisor of(PostgresProcess postgres) {
    DatabaseSupervisor restarter = new DatabaseSupervisor(postgres);
    restarter.thread.start();
    return restarter;
  }

  private void watch() {
    try {
      while (!closed) {
        if (!postgres.isAlive()) {
          startOnce();
        }
        Pause.pace(BETWEEN_LOOKS_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startOnce() {
    try {
      postgres.startAgain();
    } catch (StartupFailure e) {
      // The start may fail while the fault lasts; the loop tries again.
      System.err.println(e.getMessage());
    }
  }

  /** From here on it may end. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
