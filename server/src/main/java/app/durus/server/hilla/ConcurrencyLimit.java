package app.durus.server.hilla;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how much work is under way for one caller at a time. Some more waits in order; what comes
 * beyond is refused at once, so that one caller never fills the queues that all share. A caller
 * with nothing under way takes no memory. May be called from any thread.
 *
 * @param <K> what tells callers apart
 */
public final class ConcurrencyLimit<K> {

  private static final int RETRY_AFTER_SECONDS = 1;

  private enum Place {
    BEGINS,
    WAITS,
    REFUSED
  }

  /** One piece of work; its place is written before anybody else sees it. */
  private static final class Turn {
    final @Nullable Context asking = Vertx.currentContext();
    Place place = Place.REFUSED;

    /** There when it waits. */
    @Nullable Promise<Void> begins;

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
    int underWay;
    @Nullable Deque<Turn> waiting;
  }

  private final int maxUnderWay;
  private final int maxWaiting;
  private final ConcurrentMap<K, Line> lines = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  /**
   * @param maxUnderWay of one caller at a time, 1 or more
   * @param maxWaiting of one caller, 0 or more
   */
  public ConcurrencyLimit(int maxUnderWay, int maxWaiting) {
    this.maxUnderWay = maxUnderWay;
    this.maxWaiting = maxWaiting;
  }

  /**
   * Begins the work now or later, on the event loop that calls, where there is one.
   *
   * @return what the work returns; failed with a {@link Refusal} of 429 when it was not begun
   */
  <T> Future<T> run(K caller, Supplier<Future<T>> work) {
    Turn turn = new Turn();
    lines.compute(caller, (key, line) -> admit(line == null ? new Line() : line, turn));
    return switch (turn.place) {
      case BEGINS -> begin(caller, work);
      case WAITS -> turn.begins.future().compose(begun -> begin(caller, work));
      case REFUSED -> {
        refused.increment();
        yield Future.failedFuture(
            Refusal.tooMany(
                "You have too many requests under way; try again.", RETRY_AFTER_SECONDS));
      }
    };
  }

  /** How many pieces of work have been refused so far. */
  public long refused() {
    return refused.sum();
  }

  /** How many callers have work under way. */
  int callers() {
    return lines.size();
  }

  private Line admit(Line line, Turn turn) {
    if (line.underWay < maxUnderWay) {
      line.underWay++;
      turn.place = Place.BEGINS;
    } else if (maxWaiting > 0 && (line.waiting == null || line.waiting.size() < maxWaiting)) {
      if (line.waiting == null) {
        line.waiting = new ArrayDeque<>();
      }
      line.waiting.addLast(turn);
      turn.begins = Promise.promise();
      turn.place = Place.WAITS;
    }
    return line;
  }

  private <T> Future<T> begin(K caller, Supplier<Future<T>> work) {
    Future<T> underWay;
    try {
      underWay = work.get();
    } catch (RuntimeException e) {
      underWay = Future.failedFuture(e);
    }
    return underWay.onComplete(done -> end(caller));
  }

  /** The next one that waits takes the place of what has ended. */
  private void end(K caller) {
    Turn[] next = new Turn[1];
    lines.computeIfPresent(
        caller,
        (key, line) -> {
          next[0] = line.waiting == null ? null : line.waiting.pollFirst();
          if (next[0] == null) {
            line.underWay--;
          }
          return line.underWay == 0 ? null : line;
        });
    if (next[0] != null) {
      next[0].begin();
    }
  }
}
