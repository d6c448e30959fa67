package app.durus.server.listening;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.errors.RequestError;
import app.durus.server.listening.BatchLedger.Submission;
import app.durus.server.listening.GroupCommit.Bounds;
import app.durus.server.listening.ListeningLedger.Recorded;
import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which pushes wait in the database. The test says when a lock is released. */
class LockQueueTest {

  private final Locked ledger = new Locked();
  private long nowNanos;
  private final LockQueue queue =
      new LockQueue(Runnable::run, ledger, new Bounds(20, 1_000), () -> nowNanos);

  @Test
  void aFewWaitInTheDatabaseAndTheOthersFollowInOrder() {
    List<Future<Recorded>> answers = new ArrayList<>();
    for (int i = 0; i < LockQueue.MAX_IN_DATABASE + 12; i++) {
      answers.add(add(listener(i)));
    }
    assertThat(ledger.begun).hasSize(LockQueue.MAX_IN_DATABASE);

    for (int i = 0; i < answers.size(); i++) {
      ledger.release(0);
    }

    assertThat(answers).allMatch(Future::succeeded);
    assertThat(ledger.begun).hasSize(answers.size()).isSorted();
  }

  @Test
  void aListenerHasOnePushInTheDatabaseAndDelaysNoOther() {
    add(listener(1));
    Future<Recorded> second = add(listener(1));
    add(listener(2));
    assertThat(ledger.begun).containsExactly(listener(1), listener(2));

    ledger.release(0);

    assertThat(ledger.begun).containsExactly(listener(1), listener(2), listener(1));
    assertThat(second.isComplete()).isFalse();
  }

  @Test
  void aPushWithoutRoomIsRefusedAsBusy() {
    for (int i = 0; i < LockQueue.MAX_IN_DATABASE + 20; i++) {
      assertThat(add(listener(i)).isComplete()).isFalse();
    }

    assertBusy(add(listener(99)));

    ledger.release(0);
    assertThat(add(listener(99)).isComplete()).as("there is room again").isFalse();
  }

  @Test
  void aPushWhoseTurnComesTooLateIsRefusedAsBusy() {
    add(listener(1));
    Future<Recorded> late = add(listener(1));
    nowNanos = LockQueue.MAX_WAIT.toNanos() + 1;
    Future<Recorded> later = add(listener(1));

    ledger.release(0);

    assertBusy(late);
    assertThat(ledger.begun).hasSize(2);
    ledger.release(0);
    assertThat(later.succeeded()).isTrue();
  }

  @Test
  void aFailureFreesItsPlace() {
    Future<Recorded> first = add(listener(1));
    Future<Recorded> second = add(listener(1));

    ledger.waiting.removeFirst().fail("no lock");
    ledger.release(0);

    assertThat(first.cause()).hasMessage("no lock");
    assertThat(second.succeeded()).isTrue();
  }

  private static void assertBusy(Future<Recorded> refused) {
    assertThat(refused.cause())
        .isInstanceOfSatisfying(
            RequestError.class,
            error -> assertThat(error.kind()).isEqualTo(RequestError.Kind.UNAVAILABLE));
  }

  private Future<Recorded> add(UUID listenerId) {
    Push push = new Push(listenerId, new ChangeCursor(0, null), List.of());
    return queue.add(new Submission(push, facts -> Reconciliation.of(List.of(), facts)));
  }

  private static UUID listener(int number) {
    return new UUID(0, number);
  }

  /** Every listener is locked until the test releases it. */
  private static final class Locked implements ListeningLedger {

    final List<UUID> begun = new ArrayList<>();
    final List<Promise<Recorded>> waiting = new ArrayList<>();

    @Override
    public Future<Page> pull(UUID listenerId, ChangeCursor since) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Recorded> reconcile(Push push, Function<PushContext, Reconciliation> decide) {
      begun.add(push.listenerId());
      Promise<Recorded> answer = Promise.promise();
      waiting.add(answer);
      return answer.future();
    }

    void release(int index) {
      PushContext nothing = new PushContext(0, Map.of(), Set.of(), Map.of());
      waiting
          .remove(index)
          .complete(
              new Recorded(
                  Reconciliation.of(List.of(), nothing),
                  new Page(0, "epoch", 0, false, List.of())));
    }
  }
}
