package app.durus.server.listening;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.errors.RequestError;
import app.durus.server.listening.GroupCommit.Bounds;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Intents;
import app.durus.server.listening.rules.PushContext;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Stamp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How pushes form batches. The test's ledger answers when the test says so. */
class GroupCommitTest {

  private static final ChangeCursor NOTHING = new ChangeCursor(0, null);

  private final Slow ledger = new Slow();
  private final GroupCommit commits = new GroupCommit(Runnable::run, ledger, new Bounds(5, 1_000));

  @Test
  void aSinglePushRunsAtOnce() {
    push(listener(1));

    assertThat(ledger.batches).containsExactly(List.of(listener(1)));
  }

  @Test
  void pushesThatArriveDuringATransactionShareTheNextOne() {
    push(listener(1));
    push(listener(2));
    push(listener(3));
    assertThat(ledger.batches).hasSize(1);
    assertThat(commits.waitingPushes()).isEqualTo(2);

    ledger.answer();

    assertThat(ledger.batches).last().isEqualTo(List.of(listener(2), listener(3)));
    assertThat(commits.waitingPushes()).isZero();
  }

  @Test
  void noPushIsAnsweredBeforeItsCommit() {
    Future<?> first = push(listener(1));
    Future<?> second = push(listener(2));
    assertThat(first.isComplete()).isFalse();

    ledger.answer();
    assertThat(first.succeeded()).isTrue();
    assertThat(second.isComplete()).isFalse();

    ledger.answer();
    assertThat(second.succeeded()).isTrue();
  }

  @Test
  void twoPushesOfAListenerRunInOrderInDifferentBatches() {
    push(listener(1));
    push(listener(2));
    push(listener(2));
    push(listener(3));
    push(listener(2));

    ledger.answer();
    ledger.answer();
    ledger.answer();

    assertThat(ledger.batches)
        .containsExactly(
            List.of(listener(1)),
            List.of(listener(2), listener(3)),
            List.of(listener(2)),
            List.of(listener(2)));
  }

  @Test
  void aFailingPushFailsAlone() {
    push(listener(1));
    Future<?> healthy = push(listener(2));
    Future<?> poisoned = push(listener(13));
    Future<?> alsoHealthy = push(listener(3));
    ledger.poison = Set.of(listener(13));

    ledger.answerAll();

    assertThat(healthy.succeeded()).isTrue();
    assertThat(alsoHealthy.succeeded()).isTrue();
    assertThat(poisoned.cause()).hasMessage("poison");
    assertThat(push(listener(4)).isComplete()).isFalse();
    assertThat(ledger.batches).last().isEqualTo(List.of(listener(4)));
  }

  @Test
  void newPushesAreCollectedDuringSingleRetries() {
    push(listener(1));
    push(listener(2));
    push(listener(13));
    ledger.poison = Set.of(listener(13));
    ledger.answer();
    ledger.answer();

    push(listener(4));
    push(listener(5));
    ledger.answerAll();

    assertThat(ledger.batches)
        .containsExactly(
            List.of(listener(1)),
            List.of(listener(2), listener(13)),
            List.of(listener(2)),
            List.of(listener(13)),
            List.of(listener(4), listener(5)));
  }

  @Test
  void aLostDatabaseIsNotAskedForEachPush() {
    GroupCommit roomy = new GroupCommit(Runnable::run, ledger, Bounds.USUAL);
    List<Future<?>> pushes = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      pushes.add(push(roomy, listener(i)));
    }
    ledger.away = true;

    ledger.answerAll();

    assertThat(pushes).allMatch(Future::failed);
    assertThat(ledger.batches).as("the first, all together, and a few alone").hasSize(6);
    ledger.away = false;
    Future<?> later = push(roomy, listener(1));
    ledger.answerAll();
    assertThat(later.succeeded()).isTrue();
  }

  @Test
  void waitingPushesAreLimitedAndFurtherOnesAreRefused() {
    push(listener(0));
    for (int i = 1; i <= 5; i++) {
      assertThat(push(listener(i)).isComplete()).isFalse();
    }

    Future<?> tooMany = push(listener(6));

    assertThat(tooMany.cause())
        .isInstanceOfSatisfying(
            RequestError.class,
            error -> assertThat(error.kind()).isEqualTo(RequestError.Kind.UNAVAILABLE));
    ledger.answer();
    assertThat(push(listener(6)).isComplete()).as("there is room again").isFalse();
  }

  @Test
  void waitingIntentsAreLimitedToo() {
    push(commits, listener(0), 500);
    assertThat(push(commits, listener(1), 500).isComplete()).isFalse();
    assertThat(push(commits, listener(2), 500).isComplete()).as("1,000 wait by now").isFalse();

    assertThat(push(commits, listener(3), 1).cause()).isInstanceOf(RequestError.class);

    ledger.answer();
    assertThat(push(commits, listener(3), 1).isComplete()).as("there is room again").isFalse();
    ledger.answerAll();
    assertThat(ledger.batches).hasSize(3);
  }

  @Test
  void longPushesShareABatchWithFewOthers() {
    GroupCommit roomy = new GroupCommit(Runnable::run, ledger, Bounds.USUAL);
    for (int i = 0; i < 20; i++) {
      push(roomy, listener(i), 500);
    }

    ledger.answerAll();

    assertThat(ledger.batches).extracting(List::size).containsExactly(1, 8, 8, 3);
  }

  @Test
  void aBatchHasALimitAndTheOtherPushesFollow() {
    GroupCommit roomy = new GroupCommit(Runnable::run, ledger, Bounds.USUAL);
    for (int i = 0; i < 300; i++) {
      push(roomy, listener(i));
    }

    ledger.answerAll();

    assertThat(ledger.batches).extracting(List::size).containsExactly(1, 128, 128, 43);
    assertThat(ledger.batches.stream().flatMap(List::stream)).hasSize(300).doesNotHaveDuplicates();
  }

  private Future<?> push(UUID listenerId) {
    return push(commits, listenerId);
  }

  private static Future<?> push(GroupCommit commits, UUID listenerId) {
    return push(commits, listenerId, 0);
  }

  private static Future<?> push(GroupCommit commits, UUID listenerId, int intents) {
    UUID id = new UUID(1, 1);
    Intent intent = Intents.favorited(id, new Stamp(1_800_000_000_000L, id), id);
    return commits.reconcile(
        new Push(listenerId, NOTHING, Collections.nCopies(intents, intent)),
        facts -> Reconciliation.of(List.of(), facts));
  }

  private static UUID listener(int number) {
    return new UUID(0, number);
  }

  /** Records the listeners of each batch, and answers the oldest batch when told to. */
  private static final class Slow implements BatchLedger {

    final List<List<UUID>> batches = new ArrayList<>();
    Set<UUID> poison = Set.of();
    boolean away;
    private final Deque<Runnable> unanswered = new ArrayDeque<>();

    @Override
    public Future<Page> pull(UUID listenerId, ChangeCursor since) {
      return Future.succeededFuture(page());
    }

    @Override
    public Future<List<Recorded>> reconcileTogether(List<Submission> submissions) {
      List<UUID> listeners =
          submissions.stream().map(submission -> submission.push().listenerId()).toList();
      batches.add(listeners);
      Promise<List<Recorded>> answer = Promise.promise();
      unanswered.addLast(
          () -> {
            if (away || listeners.stream().anyMatch(poison::contains)) {
              answer.fail("poison");
            } else {
              answer.complete(submissions.stream().map(Slow::recorded).toList());
            }
          });
      return answer.future();
    }

    void answer() {
      unanswered.removeFirst().run();
    }

    void answerAll() {
      while (!unanswered.isEmpty()) {
        answer();
      }
    }

    private static Recorded recorded(Submission submission) {
      PushContext nothing = new PushContext(0, Map.of(), Set.of(), Map.of());
      return new Recorded(submission.decide().apply(nothing), page());
    }

    private static Page page() {
      return new Page(0, "epoch", 0, false, List.of());
    }
  }
}
