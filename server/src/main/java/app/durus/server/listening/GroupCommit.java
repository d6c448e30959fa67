package app.durus.server.listening;

import app.durus.server.gathering.Gathering;
import app.durus.server.gathering.Gathering.Admission;
import app.durus.server.gathering.Gathering.Admitted;
import app.durus.server.hilla.Refusal;
import app.durus.server.listening.BatchLedger.Submission;
import app.durus.server.listening.ListeningLedger.Recorded;
import app.durus.server.listening.rules.Facts;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Lets pushes that arrive while a transaction is under way share the next one ({@link Gathering}):
 * many callers, one commit.
 *
 * <ul>
 *   <li>Each caller is answered after the commit that its push is in.
 *   <li>When a batch fails, its members are tried one by one, so that a poisoned push harms nobody
 *       else. It may be that the batch was committed and only its answer lost: to push again is
 *       harmless (R1).
 *   <li>A batch holds a listener once. A second push waits for the next batch, in its order.
 *   <li>What waits is bounded; beyond, a push is refused with 503 and {@code Retry-After}.
 * </ul>
 *
 * <p>May be called from any thread.
 */
public final class GroupCommit {

  /** Larger batches hardly save more, and make everybody in them wait for each other. */
  private static final int MAX_PUSHES_OF_A_BATCH = 128;

  /** No batch is made longer than this by another push; one push has at most 500. */
  private static final int MAX_INTENTS_OF_A_BATCH = 4_000;

  private static final int RETRY_AFTER_SECONDS = 1;

  /** So many failing alone, one after the other, are not poisoned: the database is away. */
  private static final int MAX_FAILURES_IN_A_ROW = 4;

  private final BatchLedger batches;
  private final Bounds bounds;
  private final Gathering<Submission, Recorded> gathering;

  /** Of pushes that are in no batch yet. */
  private final AtomicInteger waitingIntents = new AtomicInteger();

  /**
   * How much may wait for one connection.
   *
   * @param intents some 150 bytes each
   */
  public record Bounds(int pushes, int intents) {

    /** Some seconds' worth of work, and less than 10 MB. */
    public static final Bounds USUAL = new Bounds(2_000, 50_000);
  }

  /**
   * @param loop where transactions are begun
   * @param batches on a connection of its own: one batch is under way at a time
   */
  public GroupCommit(Executor loop, BatchLedger batches, Bounds bounds) {
    this.batches = batches;
    this.bounds = bounds;
    this.gathering = new Gathering<>(loop, Batch::new, this::commit);
  }

  /**
   * As {@link ListeningLedger#reconcile}. Fails with a {@link Refusal} when too much is waiting
   * already.
   */
  public Future<Recorded> reconcile(Push push, Function<Facts, Reconciliation> decide) {
    if (gathering.waiting() >= bounds.pushes() || waitingIntents.get() >= bounds.intents()) {
      return Future.failedFuture(
          Refusal.busy("Too many pushes are waiting; try again.", RETRY_AFTER_SECONDS));
    }
    waitingIntents.addAndGet(push.intents().size());
    return gathering.ask(new Submission(push, decide));
  }

  /** How many pushes wait for a later batch than the one under way. May be asked by any thread. */
  public int waitingPushes() {
    return gathering.waiting();
  }

  /** A listener's second push stays in its place for the next batch. */
  private static final class Batch implements Admission<Submission> {

    private final Set<UUID> listeners = new HashSet<>();
    private int intents;

    @Override
    public Admitted admit(Submission submission) {
      int more = submission.push().intents().size();
      if (listeners.size() == MAX_PUSHES_OF_A_BATCH
          || !listeners.isEmpty() && intents + more > MAX_INTENTS_OF_A_BATCH) {
        return Admitted.FULL;
      }
      if (!listeners.add(submission.push().listenerId())) {
        return Admitted.LATER;
      }
      intents += more;
      return Admitted.YES;
    }
  }

  private Future<List<Future<Recorded>>> commit(List<Submission> batch) {
    waitingIntents.addAndGet(
        -batch.stream().mapToInt(submission -> submission.push().intents().size()).sum());
    return batches
        .reconcileTogether(batch)
        .map(recorded -> recorded.stream().map(Future::succeededFuture).toList())
        .recover(
            failure ->
                batch.size() == 1
                    ? Future.failedFuture(failure)
                    : oneByOne(new ArrayDeque<>(batch), new ArrayList<>(), 0));
  }

  private Future<List<Future<Recorded>>> oneByOne(
      Deque<Submission> left, List<Future<Recorded>> answers, int failuresInARow) {
    if (left.isEmpty()) {
      return Future.succeededFuture(answers);
    }
    return batches
        .reconcileTogether(List.of(left.removeFirst()))
        .transform(
            tried -> {
              if (tried.succeeded()) {
                answers.add(Future.succeededFuture(tried.result().getFirst()));
                return oneByOne(left, answers, 0);
              }
              Future<Recorded> failed = Future.failedFuture(tried.cause());
              answers.add(failed);
              if (failuresInARow + 1 == MAX_FAILURES_IN_A_ROW) {
                left.forEach(untried -> answers.add(failed));
                left.clear();
              }
              return oneByOne(left, answers, failuresInARow + 1);
            });
  }
}
