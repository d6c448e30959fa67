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
 * Lets questions that arrive while work is under way share the next piece of work.
 *
 * <pre>
 *   idle ── asked ──▶ under way ── done, nobody waits ──▶ idle
 *                      │      ▲
 *                      └──────┘ done, others wait: the next piece starts at once
 * </pre>
 *
 * <ul>
 *   <li>There is no timer. A question that comes alone is answered as fast as without batching.
 *       Under load a piece of work holds all questions that arrived during the one before.
 *   <li>Any thread may ask. Work begins on one loop, one piece at a time. A caller on an event loop
 *       is answered on that loop. A piece of work wakes each waiting loop once, not once for each
 *       question.
 *   <li>When a piece of work fails as a whole, the questions that wait for the next one fail, too:
 *       what the work needs is away, and each would wait for it in vain.
 * </ul>
 *
 * @param <Q> a question
 * @param <A> its answer
 */
public final class Batcher<Q, A> {

  /** Decides which waiting questions go into one piece of work, in the order in which they came. */
  @FunctionalInterface
  public interface Admission<Q> {
    Admitted admit(Q question);
  }

  /** Whether a question goes into this piece of work. */
  public enum Admitted {
    YES,
    /** It keeps its place for a later piece. Questions behind it may still be admitted. */
    LATER,
    /** The piece is full. No further question is considered. */
    FULL
  }

  /**
   * Does the work for all questions of a piece.
   *
   * @param <Q> a question
   * @param <A> its answer
   */
  @FunctionalInterface
  public interface Work<Q, A> {
    /**
     * @return one answer for each question, in the same order. The next piece begins when this
     *     future completes, even if single answers are not complete yet. It fails when the work
     *     failed for all questions and would fail for others
     */
    Future<List<Future<A>>> on(List<Q> questions);
  }

  private record Waiting<Q, A>(Q question, Context asking, Promise<A> answer) {}

  private final Executor loop;
  private final Supplier<Admission<Q>> nextAdmission;
  private final Work<Q, A> work;
  private final Queue<Waiting<Q, A>> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Whether the loop has been told to run the next piece, or a piece is under way. */
  private final AtomicBoolean busy = new AtomicBoolean();

  /** In the order in which they came; used on the loop only. */
  private final Deque<Waiting<Q, A>> queue = new ArrayDeque<>();

  /**
   * @param loop runs its tasks one after the other
   * @param nextAdmission makes one for each piece of work; it must admit the first question
   */
  public Batcher(Executor loop, Supplier<Admission<Q>> nextAdmission, Work<Q, A> work) {
    this.loop = loop;
    this.nextAdmission = nextAdmission;
    this.work = work;
  }

  /** An executor that runs tasks in this context. */
  public static Executor on(Context context) {
    return task -> context.runOnContext(there -> task.run());
  }

  /** Admits up to this number of questions. */
  public static <Q> Supplier<Admission<Q>> atMost(int questions) {
    return () -> {
      int[] admitted = {0};
      return question -> admitted[0]++ < questions ? Admitted.YES : Admitted.FULL;
    };
  }

  /** Asks a question. A caller on an event loop is answered on that loop. */
  public Future<A> ask(Q question) {
    Waiting<Q, A> asked = new Waiting<>(question, Vertx.currentContext(), Promise.promise());
    waiting.incrementAndGet();
    arrived.add(asked);
    if (busy.compareAndSet(false, true)) {
      loop.execute(this::runNext);
    }
    return asked.answer().future();
  }

  /** The number of questions that wait for a later piece than the one under way. */
  public int waiting() {
    return waiting.get();
  }

  /** Starts the next piece, or rests when nothing waits. Runs on the loop, and only while busy. */
  private void runNext() {
    moveArrivedToQueue();
    if (queue.isEmpty()) {
      busy.set(false);
      // A question that came in between has seen that we were busy, and relies on it.
      if (arrived.isEmpty() || !busy.compareAndSet(false, true)) {
        return;
      }
      moveArrivedToQueue();
    }
    List<Waiting<Q, A>> piece = nextPiece();
    waiting.addAndGet(-piece.size());
    Future.succeededFuture(piece.stream().map(Waiting::question).toList())
        .compose(work::on)
        .onComplete(
            done -> {
              if (done.failed()) {
                failWaiting(done.cause());
              }
              // The next piece starts before this one's answers are written.
              runNext();
              answer(
                  piece,
                  i -> done.succeeded() ? done.result().get(i) : Future.failedFuture(done.cause()));
            });
  }

  private void failWaiting(Throwable cause) {
    moveArrivedToQueue();
    List<Waiting<Q, A>> all = List.copyOf(queue);
    queue.clear();
    waiting.addAndGet(-all.size());
    answer(all, i -> Future.failedFuture(cause));
  }

  private void moveArrivedToQueue() {
    for (Waiting<Q, A> next = arrived.poll(); next != null; next = arrived.poll()) {
      queue.addLast(next);
    }
  }

  private List<Waiting<Q, A>> nextPiece() {
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
   * Answers each question in the context that asked. All answers of one event loop share one task,
   * although each request has a context of its own.
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
