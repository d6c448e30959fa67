package app.durus.server.listening;

import app.durus.server.hilla.Refusal;
import app.durus.server.listening.BatchLedger.Submission;
import app.durus.server.listening.ListeningLedger.Recorded;
import app.durus.server.listening.rules.Facts;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Lets pushes that arrive while a transaction is under way share the next one: many callers, one
 * commit.
 *
 * <pre>
 *   idle ── a push ──▶ in flight ── answered, nobody waits ──▶ idle
 *                      │      ▲
 *                      └──────┘ answered, others wait: the next batch starts at once
 * </pre>
 *
 * <ul>
 *   <li>There is no timer: alone, a push is as fast as without this; under load, a batch is
 *       whatever gathered during the one before.
 *   <li>Each caller is answered after the commit that its push is in.
 *   <li>When a batch fails, its members are tried one by one, so that a poisoned push harms nobody
 *       else. It may be that the batch was committed and only its answer lost: to push again is
 *       harmless (R1).
 *   <li>A batch holds a listener once. A second push waits for the next batch, in its order.
 *   <li>What waits is bounded; beyond, a push is refused with 503 and {@code Retry-After}.
 * </ul>
 *
 * <p>Belongs to one event loop and is called from that one alone, so it needs no lock of its own.
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
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int waitingIntents;
  private volatile int waitingPushes;
  private boolean inFlight;
  private Thread eventLoop;

  /**
   * How much may wait for one connection.
   *
   * @param intents some 150 bytes each
   */
  public record Bounds(int pushes, int intents) {

    /** Some seconds' worth of work, and less than 10 MB. */
    public static final Bounds USUAL = new Bounds(2_000, 50_000);
  }

  private record Waiting(Submission submission, Promise<Recorded> answer) {

    UUID listenerId() {
      return submission.push().listenerId();
    }

    int intents() {
      return submission.push().intents().size();
    }
  }

  /**
   * @param batches on a connection of its own: one batch is under way at a time
   */
  public GroupCommit(BatchLedger batches, Bounds bounds) {
    this.batches = batches;
    this.bounds = bounds;
  }

  /**
   * As {@link ListeningLedger#reconcile}. Fails with a {@link Refusal} when too much is waiting
   * already.
   */
  public Future<Recorded> reconcile(Push push, Function<Facts, Reconciliation> decide) {
    requireOneEventLoop();
    if (queue.size() >= bounds.pushes() || waitingIntents >= bounds.intents()) {
      return Future.failedFuture(
          Refusal.busy("Too many pushes are waiting; try again.", RETRY_AFTER_SECONDS));
    }
    Waiting waiting = new Waiting(new Submission(push, decide), Promise.promise());
    queue.addLast(waiting);
    waitingIntents += waiting.intents();
    if (!inFlight) {
      startNext();
    }
    waitingPushes = queue.size();
    return waiting.answer().future();
  }

  /** How many pushes wait for the batch after the one under way. May be asked by any thread. */
  public int waitingPushes() {
    return waitingPushes;
  }

  private void startNext() {
    if (queue.isEmpty()) {
      return;
    }
    List<Waiting> batch = gather();
    inFlight = true;
    batches
        .reconcileTogether(batch.stream().map(Waiting::submission).toList())
        .onSuccess(
            recorded -> {
              // The database works on the next batch while this one's answers are written.
              goOn();
              for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer().complete(recorded.get(i));
              }
            })
        .onFailure(failure -> recover(batch, failure));
  }

  private void goOn() {
    inFlight = false;
    startNext();
    waitingPushes = queue.size();
  }

  /** In the order of arrival; a listener's second push stays in its place. */
  private List<Waiting> gather() {
    List<Waiting> batch = new ArrayList<>();
    Deque<Waiting> left = new ArrayDeque<>();
    Set<UUID> listeners = new HashSet<>();
    int intents = 0;
    while (!queue.isEmpty()
        && batch.size() < MAX_PUSHES_OF_A_BATCH
        && (batch.isEmpty() || intents + queue.getFirst().intents() <= MAX_INTENTS_OF_A_BATCH)) {
      Waiting next = queue.removeFirst();
      if (listeners.add(next.listenerId())) {
        batch.add(next);
        intents += next.intents();
      } else {
        left.addFirst(next);
      }
    }
    left.forEach(queue::addFirst);
    waitingIntents -= intents;
    return batch;
  }

  private void recover(List<Waiting> batch, Throwable failure) {
    if (batch.size() == 1) {
      goOn();
      batch.getFirst().answer().fail(failure);
      return;
    }
    oneByOne(new ArrayDeque<>(batch), 0);
  }

  private void oneByOne(Deque<Waiting> members, int failuresInARow) {
    if (members.isEmpty()) {
      goOn();
      return;
    }
    Waiting next = members.removeFirst();
    batches
        .reconcileTogether(List.of(next.submission()))
        .onSuccess(
            recorded -> {
              next.answer().complete(recorded.getFirst());
              oneByOne(members, 0);
            })
        .onFailure(
            failure -> {
              next.answer().fail(failure);
              if (failuresInARow + 1 == MAX_FAILURES_IN_A_ROW) {
                members.forEach(member -> member.answer().fail(failure));
                members.clear();
              }
              oneByOne(members, failuresInARow + 1);
            });
  }

  private void requireOneEventLoop() {
    if (eventLoop == null) {
      eventLoop = Thread.currentThread();
    } else if (eventLoop != Thread.currentThread()) {
      throw new IllegalStateException("called from another event loop than before");
    }
  }
}
