package app.durus.server.batching;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets what is asked while work is under way share the next piece of work.
 *
 * <pre>
 *   idle ── asked ──▶ under way ── done, nobody waits ──▶ idle
 *                      │      ▲
 *                      └──────┘ done, others wait: the next piece starts at once
 * </pre>
 *
 * <ul>
 *   <li>There is no timer: alone, a question is as fast as without this; under load, a piece of
 *       work is whatever gathered during the one before.
 *   <li>Any thread may ask. Work is begun on one loop, one piece at a time, and whoever asked on an
 *       event loop is answered there. A piece of work wakes each loop that waits for it once, and
 *       not for each question.
 *   <li>A piece of work that fails as a whole fails what waited for the next one, too: what the
 *       work needs is away, and one after the other would wait for it in vain.
 * </ul>
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public final class Batcher<Q, A> {

  /** Decides what goes into one piece of work; asked about what waits, in the order of asking. */
  @FunctionalInterface
  public interface Admission<Q> {
    Admitted admit(Q question);
  }

  /** Whether a question goes into this piece of work. */
  public enum Admitted {
    YES,
    /** It keeps its place for a later one; others behind it may go. */
    LATER,
    /** This piece is full: nobody else is asked about. */
    FULL
  }

  /**
   * Does the work for all of the questions.
   *
   * @param <Q> what is asked
   * @param <A> what is answered
   */
  @FunctionalInterface
  public interface Work<Q, A> {
    /**
     * @return an answer for each, in their order; the next piece begins although some of them may
     *     not be complete yet. Failed where the work failed for all, and would for others
     */
    Future<List<Future<A>>> on(List<Q> questions);
  }

  private record Waiting<Q, A>(Q question, Context asking, Promise<A> answer) {}

  private final Executor loop;
  private final Supplier<Admission<Q>> nextAdmission;
  private final Work<Q, A> work;
  private final Queue<Waiting<Q, A>> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Whether the loop has been told to go on, or work is under way. */
  private final AtomicBoolean busy = new AtomicBoolean();

  /** In the order of asking; touched on the loop only. */
  private final Deque<Waiting<Q, A>> queue = new ArrayDeque<>();

  /**
   * @param loop runs what it is given, one after the other
   * @param nextAdmission a new one for each piece of work; it admits the first that it is asked
   *     about
   */
  public Batcher(Executor loop, Supplier<Admission<Q>> nextAdmission, Work<Q, A> work) {
    this.loop = loop;
    this.nextAdmission = nextAdmission;
    this.work = work;
  }

  /** Runs on the loop of this context. */
  public static Executor on(Context context) {
    return task -> context.runOnContext(there -> task.run());
  }

  /** Admits as many as that, whatever they are. */
  public static <Q> Supplier<Admission<Q>> atMost(int questions) {
    return () -> {
      int[] admitted = {0};
      return question -> admitted[0]++ < questions ? Admitted.YES : Admitted.FULL;
    };
  }

  /** Completes on the event loop that asks, where there is one. */
  public Future<A> ask(Q question) {
    Waiting<Q, A> asked = new Waiting<>(question, Vertx.currentContext(), Promise.promise());
    waiting.incrementAndGet();
    arrived.add(asked);
    if (busy.compareAndSet(false, true)) {
      loop.execute(this::goOn);
    }
    return asked.answer().future();
  }

  /** How many wait for a later piece of work than the one under way. */
  public int waiting() {
    return waiting.get();
  }

  /** Starts the next piece of work, or rests. On the loop, and only while busy. */
  private void goOn() {
    takeIn();
    if (queue.isEmpty()) {
      busy.set(false);
      // Whoever asked in between saw that we were busy, and relies on it.
      if (arrived.isEmpty() || !busy.compareAndSet(false, true)) {
        return;
      }
      takeIn();
    }
    List<Waiting<Q, A>> piece = gather();
    waiting.addAndGet(-piece.size());
    Future.succeededFuture(piece.stream().map(Waiting::question).toList())
        .compose(work::on)
        .onComplete(
            done -> {
              if (done.failed()) {
                failThoseWhoWait(done.cause());
              }
              // The next piece is under way while this one's answers are written.
              goOn();
              answer(
                  piece,
                  i -> done.succeeded() ? done.result().get(i) : Future.failedFuture(done.cause()));
            });
  }

  private void failThoseWhoWait(Throwable cause) {
    takeIn();
    List<Waiting<Q, A>> all = List.copyOf(queue);
    queue.clear();
    waiting.addAndGet(-all.size());
    answer(all, i -> Future.failedFuture(cause));
  }

  private void takeIn() {
    for (Waiting<Q, A> next = arrived.poll(); next != null; next = arrived.poll()) {
      queue.addLast(next);
    }
  }

  private List<Waiting<Q, A>> gather() {
    Admission<Q> admission = nextAdmission.get();
    List<Waiting<Q, A>> piece = new ArrayList<>();
    Deque<Waiting<Q, A>> left = new ArrayDeque<>();
    while (!queue.isEmpty()) {
      Admitted admitted = admission.admit(queue.getFirst().question());
      if (admitted == Admitted.FULL) {
        break;
      }
      (admitted == Admitted.YES ? piece : left).add(queue.removeFirst());
    }
    left.descendingIterator().forEachRemaining(queue::addFirst);
    return piece;
  }

  /**
   * Everybody in the context that asked, all of an event loop at one wake-up: the requests of one
   * loop have a context each.
   */
  private static <Q, A> void answer(
      List<Waiting<Q, A>> piece, Function<Integer, Future<A>> answers) {
    Map<Executor, List<Runnable>> byLoop = new HashMap<>();
    for (int i = 0; i < piece.size(); i++) {
      Waiting<Q, A> asked = piece.get(i);
      Future<A> answer = answers.apply(i);
      if (!answer.isComplete()) {
        answer.onComplete(later -> answer(List.of(asked), only -> answer));
        continue;
      }
      Runnable tell = () -> asked.answer().handle(answer);
      switch (asked.asking()) {
        case null -> tell.run();
        case ContextInternal context when context.isEventLoopContext() ->
            byLoop
                .computeIfAbsent(context.nettyEventLoop(), loop -> new ArrayList<>())
                .add(() -> context.dispatch(ignored -> tell.run()));
        case Context other -> other.runOnContext(there -> tell.run());
      }
    }
    byLoop.forEach((loop, told) -> loop.execute(() -> told.forEach(Runnable::run)));
  }
}
