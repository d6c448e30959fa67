package app.durus.server.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Deadlines of requests, looked at once a second by one timer: nearly all are cancelled within
 * milliseconds, so that a timer for each would cost more than the request. Thread-safe.
 */
public final class Deadlines {

  private static final long LOOK_MS = 1_000;

  private final Vertx vertx;
  private final Set<Deadline> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  public Deadlines(Vertx vertx) {
    this.vertx = vertx;
  }

  /** To be cancelled when what it bounds has come to its end. */
  public final class Deadline {

    private final long atNanos;
    private final Runnable missed;

    private Deadline(long atNanos, Runnable missed) {
      this.atNanos = atNanos;
      this.missed = missed;
    }

    /** A second time does nothing. */
    public void cancel() {
      open.remove(this);
    }
  }

  /**
   * @param limit from now; kept to within a second
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

  /** How many have neither been missed nor cancelled. For tests. */
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
