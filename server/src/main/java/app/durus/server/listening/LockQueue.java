package app.durus.server.listening;

import app.durus.server.errors.RequestError;
import app.durus.server.listening.BatchLedger.Submission;
import app.durus.server.listening.GroupCommit.Bounds;
import app.durus.server.listening.ListeningLedger.Recorded;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pushes whose listeners were locked when their batch began. With several instances a whole batch
 * may be locked for the moment of another instance's transaction.
 *
 * <ul>
 *   <li>A few of them wait for their locks in the database, each on a connection of its own. The
 *       others wait here, in the order in which they came.
 *   <li>One push of a listener is in the database at a time: a second one could not have the lock
 *       either.
 *   <li>A push is refused as busy when there is no room, or when its turn comes later than {@link
 *       #MAX_WAIT}. Nothing of it was stored; the device repeats it.
 * </ul>
 *
 * <p>May be called from any thread; the state belongs to the loop.
 */
final class LockQueue {

  /** How many wait in the database. Pulls and other requests share these connections. */
  static final int MAX_IN_DATABASE = 8;

  /** Waiting for a turn and for a lock must end before the device gives the request up. */
  static final Duration MAX_WAIT = Duration.ofSeconds(3);

  private static final int RETRY_AFTER_SECONDS = 1;

  private final Executor loop;
  private final ListeningLedger ledger;
  private final Bounds bounds;
  private final LongSupplier nanoClock;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Set<UUID> inDatabase = new HashSet<>();
  private int waitingIntents;

  private record Waiting(Submission submission, Promise<Recorded> answer, long sinceNanos) {

    UUID listenerId() {
      return submission.push().listenerId();
    }

    int intents() {
      return submission.push().intents().size();
    }
  }

  /**
   * @param loop where pushes are begun, one task at a time
   * @param ledger waits for a listener's lock for a bounded time
   * @param bounds how much may wait here for a turn
   * @param nanoClock as {@link System#nanoTime}
   */
  LockQueue(Executor loop, ListeningLedger ledger, Bounds bounds, LongSupplier nanoClock) {
    this.loop = loop;
    this.ledger = ledger;
    this.bounds = bounds;
    this.nanoClock = nanoClock;
  }

  /**
   * As {@link ListeningLedger#reconcile}, once the push has its turn. Fails with a {@link
   * RequestError} when it is refused as busy.
   */
  Future<Recorded> add(Submission submission) {
    Promise<Recorded> answer = Promise.promise();
    loop.execute(() -> add(new Waiting(submission, answer, nanoClock.getAsLong())));
    return answer.future();
  }

  private void add(Waiting push) {
    waiting.addLast(push);
    waitingIntents += push.intents();
    begin();
    boolean hasBegun = waiting.peekLast() != push;
    if (!hasBegun && (waiting.size() > bounds.pushes() || waitingIntents > bounds.intents())) {
      waiting.removeLast();
      waitingIntents -= push.intents();
      refuse(push);
    }
  }

  private void begin() {
    for (Waiting next = takeNext(); next != null; next = takeNext()) {
      if (isTooLate(next)) {
        refuse(next);
      } else {
        store(next);
      }
    }
  }

  private @Nullable Waiting takeNext() {
    if (inDatabase.size() == MAX_IN_DATABASE) {
      return null;
    }
    Iterator<Waiting> inOrder = waiting.iterator();
    while (inOrder.hasNext()) {
      Waiting next = inOrder.next();
      if (!inDatabase.contains(next.listenerId())) {
        inOrder.remove();
        waitingIntents -= next.intents();
        return next;
      }
    }
    return null;
  }

  private boolean isTooLate(Waiting push) {
    return nanoClock.getAsLong() - push.sinceNanos() > MAX_WAIT.toNanos();
  }

  private void store(Waiting push) {
    inDatabase.add(push.listenerId());
    Submission submission = push.submission();
    Future.succeededFuture()
        .compose(begun -> ledger.reconcile(submission.push(), submission.decide()))
        .onComplete(
            ended -> {
              if (ended.succeeded()) {
                push.answer().complete(ended.result());
              } else {
                push.answer().fail(ended.cause());
              }
              loop.execute(
                  () -> {
                    inDatabase.remove(push.listenerId());
                    begin();
                  });
            });
  }

  private static void refuse(Waiting push) {
    push.answer()
        .fail(
            RequestError.unavailable(
                "Another push of this listener is under way.", RETRY_AFTER_SECONDS));
  }
}
