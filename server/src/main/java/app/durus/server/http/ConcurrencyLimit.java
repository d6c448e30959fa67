package app.durus.server.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many calls of one caller are in the process, and how many of those are worked on at a
 * time. The others wait in order; what comes beyond is refused, so that one caller never fills the
 * queues that all share. A caller without calls takes no memory. May be used from any thread.
 *
 * @param <K> what tells callers apart
 */
public final class ConcurrencyLimit<K> {

  /** Work that waits. Its event loop is the one that asked, where one did. */
  private static final class Turn {
    final @Nullable Context asking = Vertx.currentContext();
    final Promise<Void> begins = Promise.promise();

    void begin() {
      if (asking == null) {
        begins.complete();
      } else {
        asking.runOnContext(there -> begins.complete());
      }
    }
  }

  /** Of one caller; changed only within the map's {@code compute}. */
  private static final class Line {
    int admitted;
    int underWay;
    @Nullable Deque<Turn> waiting;
  }

  private final int maxAdmitted;
  private final int maxUnderWay;
  private final ConcurrentMap<K, Line> lines = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  /**
   * @param maxAdmitted calls of one caller in the process, 1 or more
   * @param maxUnderWay of these worked on at a time, 1 or more
   */
  public ConcurrencyLimit(int maxAdmitted, int maxUnderWay) {
    this.maxAdmitted = maxAdmitted;
    this.maxUnderWay = maxUnderWay;
  }

  /**
   * Bounds calls alone: all that are admitted are worked on.
   *
   * @param maxAdmitted calls of one caller in the process, 1 or more
   */
  public ConcurrencyLimit(int maxAdmitted) {
    this(maxAdmitted, maxAdmitted);
  }

  /**
   * Admits a call.
   *
   * @return empty when the caller has too many in the process; else to be closed when the call has
   *     come to its end
   */
  public Optional<Admission> admit(K caller) {
    boolean[] admitted = {false};
    lines.compute(
        caller,
        (key, known) -> {
          Line line = known == null ? new Line() : known;
          admitted[0] = line.admitted < maxAdmitted;
          if (admitted[0]) {
            line.admitted++;
          }
          return line;
        });
    if (!admitted[0]) {
      refused.increment();
      return Optional.empty();
    }
    return Optional.of(new Admission(caller));
  }

  /** How many calls have been refused so far. */
  public long refused() {
    return refused.sum();
  }

  /** How many callers have calls in the process. For tests. */
  int callers() {
    return lines.size();
  }

  /** One call that was admitted. */
  public final class Admission implements AutoCloseable {

    private final K caller;
    private boolean closed;

    private Admission(K caller) {
      this.caller = caller;
    }

    /**
     * Begins the work now, or when the caller's work before it has ended; then on the event loop
     * that asks here, where there is one.
     *
     * @return what the work returns; an exception that it throws fails the future
     */
    public <T> Future<T> run(Supplier<Future<T>> work) {
      Turn[] waits = new Turn[1];
      lines.computeIfPresent(
          caller,
          (key, line) -> {
            if (line.underWay < maxUnderWay) {
              line.underWay++;
            } else {
              waits[0] = new Turn();
              if (line.waiting == null) {
                line.waiting = new ArrayDeque<>();
              }
              line.waiting.addLast(waits[0]);
            }
            return line;
          });
      return waits[0] == null
          ? begin(work)
          : waits[0].begins.future().compose(begun -> begin(work));
    }

    /** Gives the place back, once the work has ended. A second time does nothing. */
    @Override
    public void close() {
      lines.computeIfPresent(
          caller,
          (key, line) -> {
            if (!closed) {
              closed = true;
              line.admitted--;
            }
            return left(line);
          });
    }

    private <T> Future<T> begin(Supplier<Future<T>> work) {
      Future<T> underWay;
      try {
        underWay = work.get();
      } catch (RuntimeException e) {
        underWay = Future.failedFuture(e);
      }
      return underWay.onComplete(done -> end());
    }

    /** The next one that waits takes the place of what has ended. */
    private void end() {
      Turn[] next = new Turn[1];
      lines.computeIfPresent(
          caller,
          (key, line) -> {
            next[0] = line.waiting == null ? null : line.waiting.pollFirst();
            if (next[0] == null) {
              line.underWay--;
            }
            return left(line);
          });
      if (next[0] != null) {
        next[0].begin();
      }
    }

    private static @Nullable Line left(Line line) {
      return line.admitted == 0 && line.underWay == 0 ? null : line;
    }
  }
}
