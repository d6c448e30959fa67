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
 * Bounds the calls of one caller that are in the process, and those that run at the same time. The
 * others wait in order. Calls beyond the bound are refused, so that one caller cannot fill the
 * queues that all share. A caller without calls takes no memory. Thread-safe.
 *
 * @param <K> identifies a caller
 */
public final class ConcurrencyLimit<K> {

  /** A call that waits. It goes on in the context that asked, if there was one. */
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

  /** The calls of one caller; changed only within the map's {@code compute}. */
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
   * @param maxUnderWay calls of one caller that run at the same time, 1 or more
   */
  public ConcurrencyLimit(int maxAdmitted, int maxUnderWay) {
    this.maxAdmitted = maxAdmitted;
    this.maxUnderWay = maxUnderWay;
  }

  /**
   * Bounds only the calls in the process: all admitted calls run at once.
   *
   * @param maxAdmitted calls of one caller in the process, 1 or more
   */
  public ConcurrencyLimit(int maxAdmitted) {
    this(maxAdmitted, maxAdmitted);
  }

  /**
   * Admits a call.
   *
   * @return empty when the caller has too many calls in the process; otherwise close it when the
   *     call has ended
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

  /** The number of calls refused so far. */
  public long refused() {
    return refused.sum();
  }

  /** The number of callers with calls in the process. For tests. */
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
     * Begins the work now or, when the caller has too many calls running, once an earlier one has
     * ended. Work that had to wait begins in the context that asked, if there is one.
     *
     * @return the work's result; an exception that the work throws fails the future
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

    /** Releases the call's place once the work has ended. A second call does nothing. */
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

    /** The next waiting call takes the place of the one that has ended. */
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
