package app.durus.server.app;

import app.durus.server.database.embedded.EmbeddedDatabase;
import app.durus.server.startup.StartupFailure;

/**
 * This process as the owner of the embedded database. It tells the operator about the database,
 * stops it when the process ends, and ends the process when the database is lost for good.
 */
final class DatabaseOwner implements EmbeddedDatabase.Owner {

  private final int failed;
  private EmbeddedDatabase database;
  private boolean stopped;

  /**
   * @param failed the exit status of the process when the database is lost
   */
  DatabaseOwner(int failed) {
    this.failed = failed;
  }

  @Override
  public synchronized void starts(EmbeddedDatabase starting) {
    if (stopped) {
      throw new StartupFailure("told to stop while starting");
    }
    database = starting;
  }

  @Override
  public void hears(String progress) {
    System.err.println("salafi-durus: " + progress);
  }

  @Override
  public void lost(String why) {
    System.err.println("salafi-durus: " + why);
    System.exit(failed);
  }

  /** Stops the database, even while it is starting. Call it once. Blocking. */
  void stop() {
    EmbeddedDatabase running;
    synchronized (this) {
      stopped = true;
      running = database;
    }
    if (running != null) {
      running.close();
    }
  }

  synchronized boolean isStopped() {
    return stopped;
  }
}
