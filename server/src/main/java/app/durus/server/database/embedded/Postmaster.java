package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** PostgreSQL's first process, of which it has one at a time. */
final class Postmaster {

  private static final int LOOK_EVERY_MS = 20;

  /** A start that takes longer is reported after this time. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  /** How often such a start is reported after that. */
  private static final Duration REPEAT = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final PostgresLog log;
  private final Shutdown shutdown;
  private final Consumer<String> say;
  private volatile Process process;

  /**
   * @param say is told of a start that takes long
   */
  Postmaster(Cluster cluster, PostgresLog log, Shutdown shutdown, Consumer<String> say) {
    this.cluster = cluster;
    this.log = log;
    this.shutdown = shutdown;
    this.say = say;
  }

  /** Dead or alive; null before the first start. */
  Process process() {
    return process;
  }

  /**
   * Starts the process and waits until it accepts connections, however long a recovery takes.
   *
   * @param before the log's end before the start
   * @param isStopped is asked again and again; the start is aborted once it answers true
   * @return false when it ended instead, or was aborted
   * @throws StartupFailure when this thread is interrupted
   */
  boolean start(List<String> command, long before, BooleanSupplier isStopped) throws IOException {
    if (isStopped.getAsBoolean()) {
      return false;
    }
    process = Command.builder(command).redirectOutput(log.redirect()).start();
    process.getOutputStream().close();
    Instant next = Instant.now().plus(SILENCE);
    while (!isReady()) {
      if (Instant.now().isAfter(next)) {
        String words = log.lastWords(before);
        say.accept("PostgreSQL is starting" + (words.isEmpty() ? "" : ": " + words));
        next = Instant.now().plus(REPEAT);
      }
      if (endsWithinALook()) {
        return false;
      }
      if (isStopped.getAsBoolean()) {
        shutdown.ofStarting(process.toHandle());
        return false;
      }
    }
    return true;
  }

  /** Ends all connections and waits until the process has ended. It must have been started. */
  void stop() {
    shutdown.of(process.toHandle());
  }

  private boolean endsWithinALook() {
    try {
      return process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("interrupted while PostgreSQL was starting", e);
    }
  }

  private boolean isReady() throws IOException {
    return PostmasterFile.read(cluster.folder())
        .filter(file -> file.pid() == process.pid() && file.isReady())
        .isPresent();
  }
}
