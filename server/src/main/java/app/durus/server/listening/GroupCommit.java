package app.durus.server.listening;

import app.durus.server.batching.Batcher;
import app.durus.server.batching.Batcher.Admission;
import app.durus.server.batching.Batcher.Admitted;
import app.durus.server.errors.RequestError;
import app.durus.server.listening.BatchLedger.Submission;
import app.durus.server.listening.ListeningLedger.Recorded;
import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Lets pushes that arrive during a transaction share the next one ({@link Batcher}): many callers,
 * one commit.
 *
 * <ul>
 *   <li>Each caller is answered after the commit that its push is in.
 *   <li>When a batch fails, its pushes are tried one by one, so that one bad push does not fail the
 *       others. The batch may have been committed although its answer was lost: pushing again is
 *       harmless (R1). When the ledger is unavailable, the whole batch and all waiting pushes fail.
 *   <li>A listener whose ledger is locked elsewhere, for instance by an instance that hangs, is
 *       left out of the batch ({@link LockQueue}); the others go on.
 *   <li>A batch has at most one push of a listener. A second push waits for the next batch; the
 *       order is kept.
 *   <li>The number of waiting pushes is bounded. Beyond it a push is refused as busy, with a time
 *       after which to retry.
 * </ul>
 *
 * <p>May be called from any thread.
 */
public final class GroupCommit {

  /** Larger batches save little more, and make their callers wait for each other. */
  private static final int MAX_PUSHES_OF_A_BATCH = 128;

  /** No push is added to a batch that would then exceed this; one push has at most 500 intents. */
  private static final int MAX_INTENTS_OF_A_BATCH = 4_000;

  private static final int RETRY_AFTER_SECONDS = 1;

  /**
   * When this many pushes fail alone, one after the other, the database is unavailable and not the
   * pushes are bad.
   */
  private static final int MAX_FAILURES_IN_A_ROW = 4;

  private final BatchLedger batches;
  private final LockQueue lockQueue;
  private final Bounds bounds;
  private final Batcher<Submission, Recorded> batcher;

  /** Intents of pushes that are in no batch yet. */
  private final AtomicInteger waitingIntents = new AtomicInteger();

  /**
   * How much may wait for one lane.
   *
   * @param intents some 150 bytes each
   */
  public record Bounds(int pushes, int intents) {

    /** Some seconds of work, and less than 10 MB. */
    public static final Bounds USUAL = new Bounds(2_000, 50_000);
  }

  /**
   * @param loop where transactions are begun
   * @param batches on a connection of its own; one batch runs at a time. It waits for locks
   */
  public GroupCommit(Executor loop, BatchLedger batches, Bounds bounds) {
    this(loop, batches, batches, bounds);
  }

  /**
   * @param loop where transactions are begun
   * @param batches on a connection of its own; one batch runs at a time. It may fail with {@link
   *     ListenersLocked}
   * @param waiting stores a push whose listener is locked: it waits for the lock on another
   *     connection, for a bounded time
   */
  public GroupCommit(Executor loop, BatchLedger batches, ListeningLedger waiting, Bounds bounds) {
    this.batches = batches;
    this.lockQueue = new LockQueue(loop, waiting, bounds, System::nanoTime);
    this.bounds = bounds;
    this.batcher = new Batcher<>(loop, Batch::new, this::commit);
  }

  /**
   * As {@link ListeningLedger#reconcile}. Fails with a {@link RequestError} when too many pushes
   * are waiting.
   */
  public Future<Recorded> reconcile(Push push, Function<PushContext, Reconciliation> decide) {
    if (batcher.waiting() >= bounds.pushes() || waitingIntents.get() >= bounds.intents()) {
      return Future.failedFuture(
          RequestError.unavailable("Too many pushes are waiting; try again.", RETRY_AFTER_SECONDS));
    }
    waitingIntents.addAndGet(push.intents().size());
    return batcher.ask(new Submission(push, decide));
  }

  /** How many pushes wait for a later batch than the running one. May be called from any thread. */
  public int waitingPushes() {
    return batcher.waiting();
  }

  /** A listener's second push keeps its place for the next batch. */
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
    return together(batch);
  }

  private Future<List<Future<Recorded>>> together(List<Submission> batch) {
    return batches
        .reconcileTogether(batch)
        .map(recorded -> recorded.stream().map(Future::succeededFuture).toList())
        .recover(
            failure ->
                switch (failure) {
                  case LedgerUnavailable away -> Future.failedFuture(away);
                  case ListenersLocked locked -> withoutLocked(batch, locked);
                  case Throwable refused when batch.size() == 1 ->
                      Future.succeededFuture(List.of(Future.failedFuture(refused)));
                  case Throwable poisoned ->
                      oneByOne(new ArrayDeque<>(batch), new ArrayList<>(), 0);
                });
  }

  private Future<List<Future<Recorded>>> withoutLocked(
      List<Submission> batch, ListenersLocked locked) {
    List<Submission> free =
        batch.stream()
            .filter(one -> !locked.listenerIds().contains(one.push().listenerId()))
            .toList();
    if (free.size() == batch.size()) {
      return Future.failedFuture(
          new IllegalStateException("none of the batch is locked: " + locked.getMessage()));
    }
    Map<Submission, Future<Recorded>> answers = new IdentityHashMap<>();
    batch.stream()
        .filter(one -> locked.listenerIds().contains(one.push().listenerId()))
        .forEach(one -> answers.put(one, lockQueue.add(one)));
    Future<List<Future<Recorded>>> others =
        free.isEmpty() ? Future.succeededFuture(List.of()) : together(free);
    return others.transform(
        ended -> {
          for (int i = 0; i < free.size(); i++) {
            answers.put(
                free.get(i),
                ended.succeeded() ? ended.result().get(i) : Future.failedFuture(ended.cause()));
          }
          return Future.succeededFuture(batch.stream().map(answers::get).toList());
        });
  }

  private Future<List<Future<Recorded>>> oneByOne(
      Deque<Submission> left, List<Future<Recorded>> answers, int failuresInARow) {
    if (left.isEmpty()) {
      return Future.succeededFuture(answers);
    }
    return together(List.of(left.removeFirst()))
        .transform(
            tried -> {
              Future<Recorded> answer =
                  tried.succeeded()
                      ? tried.result().getFirst()
                      : Future.failedFuture(tried.cause());
              answers.add(answer);
              if (!answer.failed()) {
                return oneByOne(left, answers, 0);
              }
              if (tried.failed() || failuresInARow + 1 == MAX_FAILURES_IN_A_ROW) {
                left.forEach(untried -> answers.add(answer));
                left.clear();
              }
              return oneByOne(left, answers, failuresInARow + 1);
            });
  }
}
