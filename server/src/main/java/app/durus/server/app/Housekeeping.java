package app.durus.server.app;

import app.durus.server.accounts.Sessions;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.DiscardReplaced;
import app.durus.server.catalogue.snapshot.Snapshots;
import app.durus.server.database.DatabaseFault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The periodic clean-up of a serving process. */
final class Housekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long FIRST_AFTER_MS = TimeUnit.MINUTES.toMillis(1);

  private Housekeeping() {}

  /** Deletes the audio of replaced files once its time is over. */
  static void discardReplacedDaily(Vertx vertx, DiscardReplaced discard) {
    // An import holds the lock that this needs. Then the next day is early enough.
    repeat(
        vertx,
        TimeUnit.DAYS.toMillis(1),
        "deleting replaced recordings",
        () -> discard.run().recover(Housekeeping::unlessAnImportRuns));
  }

  static void removeExpiredSessionsHourly(Vertx vertx, Sessions sessions) {
    repeat(vertx, TimeUnit.HOURS.toMillis(1), "removing expired sessions", sessions::removeExpired);
  }

  /** Makes the catalogue's snapshot before the first visitor asks for it. */
  static void makeFirstSnapshot(Snapshots snapshots) {
    snapshots
        .latest()
        .onFailure(
            failure -> LOG.warn("The catalogue's snapshot is made later: {}", failure.toString()));
  }

  private static <T> Future<T> unlessAnImportRuns(Throwable failure) {
    return failure instanceof ImportRefused
        ? Future.succeededFuture()
        : Future.failedFuture(failure);
  }

  private static void repeat(
      Vertx vertx, long periodMs, String task, Supplier<? extends Future<?>> work) {
    vertx.setPeriodic(
        FIRST_AFTER_MS,
        periodMs,
        timer ->
            work.get()
                .onFailure(
                    failure -> {
                      if (DatabaseFault.passes(failure)) {
                        LOG.warn("{} failed and will be tried again: {}", task, failure.toString());
                      } else {
                        LOG.error("{} failed", task, failure);
                      }
                    }));
  }
}
