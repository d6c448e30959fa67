package app.durus.server.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The deadlines of requests. One timer checks all of them once a second. Nearly all are cancelled
 * within milliseconds, and a timer for each would cost more than the request. Thread-safe.
 */
public final class Deadlines {

  private static final long LOOK_MS = 1_000;

  private final Vertx vertx;
  private final Set<Deadline> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  public Deadlines(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Cancel it when the work that it bounds has ended. */
  public final class Deadline {

    private final long atNanos;
    private final Runnable missed;

    private Deadline(long atNanos, Runnable missed) {
      this.atNanos = atNanos;
      this.missed = missed;
    }

    /** A second call does nothing. */
    public void cancel() {
      open.remove(this);
    }
  }

  /**
   * @param limit from now, accurate to a second
   * @param missed called once, on an event loop
   */
  public Deadline in(Duration limit, Runnable missed) {
    Deadline deadline = new Deadline(System.nanoTime() + limit.toNanos(), missed);
    open.add(deadline);
    if (!looking.get() && looking.compareAndSet(false, true)) {
      vertx.setPeriodic(LOOK_MS, tick -> look());
    }
    return deadline;
  }

  /** The number of deadlines that were neither missed nor cancelled. For tests. */
  int count() {
    return open.size();
  }

  /** The time that is left until the last of them; zero when none is open. For tests. */
  Duration untilLast() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        open.stream().mapToLong(deadline -> deadline.atNanos - now).max().orElse(0));
  }

  private void look() {
    long now = System.nanoTime();
    for (Deadline deadline : open) {
      if (now - deadline.atNanos >= 0 && open.remove(deadline)) {
        deadline.missed.run();
      }
    }
  }
}
