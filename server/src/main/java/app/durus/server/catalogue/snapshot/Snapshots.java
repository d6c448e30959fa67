package app.durus.server.catalogue.snapshot;

import app.durus.server.batching.Batcher;
import app.durus.server.catalogue.snapshot.SnapshotFiles.Snapshot;
import app.durus.server.catalogue.snapshot.SnapshotSource.Version;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot that new devices are given, and when another one is made.
 *
 * <ul>
 *   <li>A snapshot is made for all visitors, never for one: one at a time, on a connection that no
 *       request uses, in parts, so that its memory does not grow with the catalogue.
 *   <li>It is used until the catalogue has had more than {@link #MOST_CHANGES} changes since. A
 *       device asks for these as pages.
 *   <li>Visitors get the present one while the next is being made. They wait for the first one
 *       only.
 *   <li>After one was made, or failed, there is a pause of {@link #PAUSES} times as long. So an
 *       import that commits often, or a database that fails, costs a bounded share of the machine.
 * </ul>
 */
public final class Snapshots {

  /** Two pages of changes. */
  static final long MOST_CHANGES = 2_000;

  private static final int PAUSES = 10;
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(30);

  /** How often the revision of the catalogue is asked for. */
  private static final Duration CHECKED = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final Vertx vertx;
  private final SnapshotSource source;
  private final SnapshotFiles files;
  private final SnapshotLines lines;
  private final LongSupplier nanoClock;
  private final Batcher<Boolean, Optional<Snapshot>> checks;
  private final AtomicLong checkAtNanos;
  private volatile @Nullable Snapshot present;
  private long pauseUntilNanos;

  /**
   * @param lines writes the rows as devices read them
   * @param loop where checks begin; see {@link Batcher#on}
   */
  public Snapshots(
      Vertx vertx, SnapshotSource source, SnapshotFiles files, SnapshotLines lines, Executor loop) {
    this(vertx, source, files, lines, loop, System::nanoTime);
  }

  Snapshots(
      Vertx vertx,
      SnapshotSource source,
      SnapshotFiles files,
      SnapshotLines lines,
      Executor loop,
      LongSupplier nanoClock) {
    this.vertx = vertx;
    this.source = source;
    this.files = files;
    this.lines = lines;
    this.nanoClock = nanoClock;
    this.checkAtNanos = new AtomicLong(nanoClock.getAsLong());
    this.pauseUntilNanos = nanoClock.getAsLong();
    this.checks =
        new Batcher<>(
            loop,
            Batcher.atMost(Integer.MAX_VALUE),
            questions ->
                check()
                    .map(
                        snapshot ->
                            Collections.nCopies(
                                questions.size(), Future.succeededFuture(snapshot))));
  }

  /**
   * The snapshot to begin with; empty when the catalogue has no rows, and while the first one could
   * not be made.
   *
   * @return completes on the caller's event loop; fails when the database does
   */
  public Future<Optional<Snapshot>> latest() {
    Snapshot now = present;
    if (now == null) {
      return checks.ask(true);
    }
    long dueNanos = checkAtNanos.get();
    long nowNanos = nanoClock.getAsLong();
    if (nowNanos - dueNanos >= 0
        && checkAtNanos.compareAndSet(dueNanos, nowNanos + CHECKED.toNanos())) {
      checks
          .ask(true)
          .onFailure(
              failure -> LOG.warn("The catalogue's snapshot may be old: {}", failure.toString()));
    }
    return Future.succeededFuture(Optional.of(now));
  }

  /** Runs on the loop of {@link #checks}, one at a time. */
  private Future<Optional<Snapshot>> check() {
    return source.version().compose(this::check);
  }

  private Future<Optional<Snapshot>> check(Version version) {
    if (version.revision() == 0) {
      present = null;
      return Future.succeededFuture(Optional.empty());
    }
    Snapshot now = present;
    if (now != null && serves(now, version)) {
      return Future.succeededFuture(Optional.of(now));
    }
    return vertx
        .executeBlocking(() -> files.newest(version.epoch()))
        .compose(
            found -> {
              Optional<Snapshot> stored = found.filter(one -> serves(one, version));
              if (stored.isPresent()) {
                present = stored.get();
                return Future.succeededFuture(stored);
              }
              // Of another history nothing is offered.
              present = now != null && now.version().epoch().equals(version.epoch()) ? now : null;
              return nanoClock.getAsLong() - pauseUntilNanos < 0
                  ? Future.succeededFuture(Optional.ofNullable(present))
                  : make().map(Optional::of);
            });
  }

  private static boolean serves(Snapshot snapshot, Version version) {
    long changes = version.revision() - snapshot.version().revision();
    return snapshot.version().epoch().equals(version.epoch())
        && changes >= 0
        && changes <= MOST_CHANGES;
  }

  private Future<Snapshot> make() {
    long beganNanos = nanoClock.getAsLong();
    return source
        .read(contents -> new SnapshotWriter(vertx, files, lines, contents))
        .onSuccess(
            made -> {
              present = made;
              LOG.info("Made the catalogue's snapshot {}", made.name());
            })
        .onComplete(
            ended -> {
              long tookNanos = nanoClock.getAsLong() - beganNanos;
              pauseUntilNanos =
                  nanoClock.getAsLong() + Math.max(PAUSES * tookNanos, LEAST_PAUSE.toNanos());
            });
  }
}
