package app.durus.server.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes every 2 s each connection path over which requests reach the database: the connections of
 * the commit lanes, that of the session lookups, and the shared pool. So a dead connection is
 * replaced before a request uses it, and {@link #trouble} answers at once. It logs once when the
 * database becomes unavailable and once when it is back.
 */
public final class DatabaseHealthCheck {

  /** A path also fails when the database answers but is read-only. */
  private static final String PROBE =
      "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS"
          + " read_only";

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealthCheck.class);

  /**
   * Connections over which requests reach the database.
   *
   * @param name shown to the operator
   * @param loop the loop on which the pool is used
   */
  public record ConnectionPath(String name, Pool pool, Executor loop) {}

  private final List<Watched> paths;
  private final LongSupplier nanoClock;
  private volatile long troubleSinceNanos;
  private volatile boolean inTrouble;

  public DatabaseHealthCheck(List<ConnectionPath> paths) {
    this(paths, System::nanoTime);
  }

  DatabaseHealthCheck(List<ConnectionPath> paths, LongSupplier nanoClock) {
    this.paths = paths.stream().map(path -> new Watched(path, nanoClock)).toList();
    this.nanoClock = nanoClock;
  }

  /**
   * Probes every path once, and then every 2 s.
   *
   * @return fails when a path does not work
   */
  public Future<Void> start(Vertx vertx) {
    vertx.setPeriodic(DatabaseTimeouts.BETWEEN_PROBES.toMillis(), timer -> look());
    return probe();
  }

  /**
   * Probes every path.
   *
   * @return fails when a path does not work
   */
  public Future<Void> probe() {
    return Future.join(paths.stream().map(Watched::probe).toList()).mapEmpty();
  }

  /** What is wrong, in a sentence for the operator; empty while every path works. Does not wait. */
  public Optional<String> trouble() {
    return paths.stream().flatMap(path -> path.trouble().stream()).findFirst();
  }

  private void look() {
    tellChange();
    paths.forEach(Watched::probeUnlessUnderWay);
  }

  private void tellChange() {
    Optional<String> trouble = trouble();
    if (trouble.isPresent() && !inTrouble) {
      inTrouble = true;
      troubleSinceNanos = nanoClock.getAsLong();
      LOG.warn("The database does not work: {}", trouble.get());
    } else if (trouble.isEmpty() && inTrouble) {
      inTrouble = false;
      Duration away = Duration.ofNanos(nanoClock.getAsLong() - troubleSinceNanos);
      LOG.warn("The database works again, after {} s", away.toSeconds());
    }
  }

  /** One path and the result of its last probe. */
  private static final class Watched {

    private final ConnectionPath path;
    private final LongSupplier nanoClock;

    /** Null when the last probe succeeded. */
    private volatile String failure = "not asked yet";

    /** When the running probe began. */
    private volatile long askedNanos;

    private volatile boolean underWay;

    Watched(ConnectionPath path, LongSupplier nanoClock) {
      this.path = path;
      this.nanoClock = nanoClock;
    }

    void probeUnlessUnderWay() {
      if (!underWay) {
        probe();
      }
    }

    Future<Void> probe() {
      askedNanos = nanoClock.getAsLong();
      underWay = true;
      return Future.<Void>future(
              done ->
                  path.loop()
                      .execute(
                          () ->
                              path.pool()
                                  .query(PROBE)
                                  .execute()
                                  .map(rows -> rows.iterator().next())
                                  .compose(Watched::requireWritable)
                                  .onComplete(done)))
          .onComplete(
              ended -> {
                failure = ended.succeeded() ? null : DatabaseWait.reason(ended.cause());
                underWay = false;
              });
    }

    private static Future<Void> requireWritable(Row row) {
      return row.getBoolean("read_only")
          ? Future.failedFuture(new IllegalStateException("it is read-only"))
          : Future.succeededFuture();
    }

    Optional<String> trouble() {
      String last = failure;
      if (last != null) {
        return Optional.of(path.name() + ": " + last);
      }
      boolean late =
          underWay
              && nanoClock.getAsLong() - askedNanos
                  > TimeUnit.MILLISECONDS.toNanos(DatabaseTimeouts.PROBE.toMillis());
      return late
          ? Optional.of(
              path.name() + ": no answer for " + DatabaseTimeouts.PROBE.toMillis() + " ms")
          : Optional.empty();
    }
  }
}
