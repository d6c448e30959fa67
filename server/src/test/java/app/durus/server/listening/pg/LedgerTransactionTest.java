package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.listening.CatalogueFixture.LectureAndAsset;
import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.Push;
import app.durus.server.listening.ReconcileIntents.Reconciled;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Stamp;
import app.durus.server.listening.rules.Verdict;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Concurrent pushes, repeated pushes, and pushes that fail. */
class LedgerTransactionTest extends LedgerTest {

  @Test
  @DisplayName("R1, R12: a repeated push gets only duplicates and no revision")
  void aReplayTakesNoRevision() {
    Intent intent = progress(catalogue.lecture(), now, 60_000);
    Reconciled first = push(NOTHING, intent);

    Reconciled replay = push(NOTHING, intent);

    assertThat(replay.verdicts()).containsExactly(new Verdict.Duplicate());
    assertThat(replay.page().states()).isEqualTo(first.page().states());
    assertThat(revision()).isEqualTo(1);
  }

  @Test
  @DisplayName("R12: two pushes of one listener at once: nothing lost, no gap, no repeat")
  void concurrentPushesLoseNothing() {
    List<LectureAndAsset> lectures =
        LongStream.range(0, 5).mapToObj(i -> catalogue.lecture()).toList();
    Map<UUID, Stamp> newest = new HashMap<>();
    List<Future<Reconciled>> pushes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      LectureAndAsset lecture = lectures.get(i % 5);
      // Half of them arrive in the wrong order.
      Intent intent = progress(lecture, now - (i % 2 == 0 ? i : 100 - i), i);
      newest.merge(lecture.lectureId(), intent.stamp(), (a, b) -> a.compareTo(b) > 0 ? a : b);
      pushes.add(reconcile(listener, NOTHING, intent));
    }
    List<Reconciled> answers = new ArrayList<>();
    pushes.forEach(push -> answers.add(await(push)));

    List<Long> handedOut =
        answers.stream()
            .filter(answer -> answer.verdicts().getFirst() instanceof Verdict.Applied)
            .map(answer -> answer.page().states().getFirst().revision())
            .sorted()
            .toList();
    assertThat(handedOut).isEqualTo(LongStream.rangeClosed(1, revision()).boxed().toList());
    Page end = pull(NOTHING);
    assertThat(end.cursor()).isEqualTo(revision());
    assertThat(end.states())
        .hasSize(5)
        .allSatisfy(
            state ->
                assertThat(state.registers().position().stamp())
                    .isEqualTo(newest.get(state.lectureId())));
  }

  @Test
  @DisplayName("R12: a push waits for the lock, and reads what was committed while it waited")
  void readsHappenAfterTheWaitForTheLock() throws Exception {
    LectureAndAsset lecture = catalogue.lecture();
    push(NOTHING, progress(lecture, now, 1));
    Intent newer = progress(lecture, now + 20, 20);

    Future<Reconciled> waiting;
    try (Connection other = catalogue.connect()) {
      other.setAutoCommit(false);
      raiseRevision(other);
      waiting = reconcile(listener, NOTHING, progress(lecture, now + 10, 10));
      awaitBlocked();
      assertThat(waiting.isComplete()).isFalse();
      writePosition(other, newer);
      other.commit();
    }

    assertThat(await(waiting).verdicts()).containsExactly(new Verdict.Superseded(PHONE));
    assertThat(onlyState(pull(NOTHING)).registers().position().stamp()).isEqualTo(newer.stamp());
  }

  /** Locks the listener's ledger until the connection commits. */
  private void raiseRevision(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          String.format(
              Locale.ROOT,
              "UPDATE listening_ledger SET revision = 2 WHERE listener_id = '%s'",
              listener));
    }
  }

  private void writePosition(Connection connection, Intent position) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          String.format(
              Locale.ROOT,
              """
              UPDATE listening_state
              SET revision = 2, position_ms = 20, position_occurred_at = %d, position_intent_id = '%s'
              WHERE listener_id = '%s'
              """,
              position.stamp().occurredAt(),
              position.stamp().intentId(),
              listener));
    }
  }

  @Test
  @DisplayName("R12: when the decision throws, nothing changes and the connection stays usable")
  void aFailedDecisionChangesNothing() {
    Push push = new Push(listener, NOTHING, List.of(progress(catalogue.lecture(), now, 1)));
    Function<Object, Reconciliation> failing =
        facts -> {
          throw new IllegalStateException("decided to fail");
        };
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> await(ledger.reconcile(push, failing::apply)))
          .hasMessageContaining("decided to fail");
    }

    assertThat(pull(NOTHING).states()).isEmpty();
    assertThat(push(NOTHING, push.intents().getFirst()).verdicts())
        .containsExactly(new Verdict.Applied());
  }

  @Test
  @DisplayName("R12: when a pipelined write fails, no push is answered as committed")
  void aFailedWriteIsRolledBack() {
    LectureAndAsset good = catalogue.lecture();
    LectureAndAsset bad = catalogue.lecture();
    catalogue.execute(
        String.format(
            Locale.ROOT,
            "ALTER TABLE listening_state ADD CONSTRAINT poison CHECK (lecture_id <> '%s') NOT"
                + " VALID",
            bad.lectureId()));
    try {
      assertThatThrownBy(() -> push(NOTHING, progress(good, now, 1), progress(bad, now, 1)))
          .hasMessageContaining("poison");
    } finally {
      catalogue.execute("ALTER TABLE listening_state DROP CONSTRAINT poison");
    }

    assertThat(pull(NOTHING).states()).isEmpty();
    assertThat(push(NOTHING, progress(good, now, 1)).page().states().getFirst().revision())
        .isEqualTo(1);
  }

  /** Waits until some transaction of this database waits for a lock. */
  private static void awaitBlocked() throws Exception {
    try (Connection watcher = catalogue.connect();
        var statement = watcher.createStatement()) {
      Eventually.isTrue(
          "a transaction that waits for the lock",
          () -> {
            try (var rows =
                statement.executeQuery(
                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database()")) {
              return rows.next();
            }
          });
    }
  }
}
