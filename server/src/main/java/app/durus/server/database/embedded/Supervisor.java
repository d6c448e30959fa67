package app.durus.server.database.embedded;

import app.durus.server.startup.StartupFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts a PostgreSQL that ended unexpectedly, on the same port, which the pools use. When it
 * ends too often, or does not restart, the supervisor reports it once and gives up.
 */
final class Supervisor {

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private static final int MOST_RESTARTS = 5;
  private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(10);

  /** The first pause between two attempts to start it; doubled each time. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private static final Duration LAST_PAUSE = Duration.ofSeconds(5);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(1);

  private static final int TIDY_EVERY_SECONDS = 60;

  private final PostgresServer server;
  private final Consumer<String> lost;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Deque<Instant> restarts = new ArrayDeque<>();
  private final Thread thread = new Thread(this::watch, "database-supervisor");

  /**
   * @param server the started server
   * @param lost gets one sentence when the database cannot be restarted, on a thread of its own
   */
  Supervisor(PostgresServer server, Consumer<String> lost) {
    this.server = server;
    this.lost = lost;
    thread.setDaemon(true);
  }

  void begin() {
    thread.start();
  }

  /** Ends the supervision, so that the database may end. Blocks until the supervisor has ended. */
  void end(Runnable stop) {
    stopping.countDown();
    stop.run();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        if (server.process().waitFor(TIDY_EVERY_SECONDS, TimeUnit.SECONDS)) {
          goesOn = !isStopping() && comesBack();
        } else {
          tidy();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean comesBack() throws InterruptedException {
    LOG.warn(
        "PostgreSQL ended unexpectedly (exit status {}). The server starts it again",
        server.process().exitValue());
    Instant now = Instant.now();
    restarts.addLast(now);
    restarts.removeIf(before -> before.isBefore(now.minus(RESTARTS_WITHIN)));
    if (restarts.size() > MOST_RESTARTS) {
      return giveUp(
          String.format(
              Locale.ROOT,
              "it ended %d times in %d minutes",
              restarts.size(),
              RESTARTS_WITHIN.toMinutes()));
    }
    Instant limit = now.plus(GIVE_UP_AFTER);
    Duration pause = FIRST_PAUSE;
    while (!isStopping()) {
      try {
        server.start();
        LOG.warn("PostgreSQL is back");
        return true;
      } catch (StartupFailure e) {
        if (!isStopping() && Instant.now().isAfter(limit)) {
          return giveUp(e.getMessage());
        }
      }
      if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LAST_PAUSE) < 0 ? twice : LAST_PAUSE;
    }
    return false;
  }

  /** On another thread, because the receiver may end the process, which waits for this thread. */
  private boolean giveUp(String why) {
    new Thread(() -> lost.accept("the embedded PostgreSQL is lost: " + why), "database-lost")
        .start();
    return false;
  }

  private void tidy() {
    try {
      server.tidy();
    } catch (IOException e) {
      LOG.warn("Cannot truncate postgres.log, which may fill the disk: {}", e.toString());
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }
}
