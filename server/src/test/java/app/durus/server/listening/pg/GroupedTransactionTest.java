package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.listening.BatchLedger.Submission;
import app.durus.server.listening.CatalogueFixture;
import app.durus.server.listening.CatalogueFixture.LectureAndAsset;
import app.durus.server.listening.ChangeCursor;
import app.durus.server.listening.GroupedLedger;
import app.durus.server.listening.ListeningLedger;
import app.durus.server.listening.ListeningLedger.Recorded;
import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.Push;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Intents;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Stamp;
import app.durus.server.listening.rules.Verdict;
import app.durus.server.waiting.Answers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several listeners' pushes in one transaction of a real database. */
@ExtendWith(PostgresExtension.class)
class GroupedTransactionTest {

  private static final ChangeCursor NOTHING = new ChangeCursor(0, null);
  private static final UUID PHONE = UUID.randomUUID();

  private static Vertx vertx;
  private static Pool pool;
  private static CatalogueFixture catalogue;
  private static LectureAndAsset lecture;

  private final long now;

  GroupedTransactionTest(TestDatabase database) {
    now = database.timeMs();
  }

  @BeforeAll
  static void open(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    catalogue = new CatalogueFixture(database);
    lecture = catalogue.lecture();
  }

  @AfterAll
  static void close() {
    await(vertx.close());
  }

  @Test
  @DisplayName("R10, R11: in a shared transaction each push gets its own verdicts and states")
  void eachPushGetsItsOwnAnswer() {
    LectureAndAsset other = catalogue.lecture();
    Intent first = progress(lecture, 1);
    Intent second = progress(other, 2);
    Intent unknown = Intents.favorited(UUID.randomUUID(), stamp(now), PHONE);
    List<Submission> batch =
        List.of(
            submission(UUID.randomUUID(), NOTHING, first, second),
            submission(UUID.randomUUID(), NOTHING, unknown),
            submission(UUID.randomUUID(), NOTHING, second));

    List<Recorded> answers = await(new PgListeningLedger(pool).reconcileTogether(batch));

    assertThat(answers)
        .extracting(answer -> answer.reconciliation().verdicts())
        .containsExactly(
            List.of(new Verdict.Applied(), new Verdict.Applied()),
            List.of(new Verdict.Unknown()),
            List.of(new Verdict.Applied()));
    assertThat(answers)
        .extracting(answer -> answer.page().states().stream().map(StoredState::lectureId).toList())
        .containsExactly(
            List.of(lecture.lectureId(), other.lectureId()), List.of(), List.of(other.lectureId()));
    assertThat(answers).extracting(answer -> answer.page().cursor()).containsExactly(2L, 0L, 1L);
  }

  @Test
  @DisplayName("R12: each device of a batch gets its own page, up to date or not")
  void eachDeviceGetsItsOwnPage() {
    PgListeningLedger ledger = new PgListeningLedger(pool);
    UUID ahead = UUID.randomUUID();
    UUID behind = UUID.randomUUID();
    String epoch = "";
    for (int i = 0; i < 3; i++) {
      Intent intent = progress(catalogue.lecture(), i);
      epoch = pushAlone(ledger, ahead, intent).page().epoch();
      pushAlone(ledger, behind, intent);
    }

    List<Recorded> answers =
        await(
            ledger.reconcileTogether(
                List.of(
                    submission(ahead, new ChangeCursor(3, epoch), progress(lecture, 1)),
                    submission(behind, new ChangeCursor(1, epoch), progress(lecture, 2)))));

    assertThat(answers)
        .extracting(answer -> answer.page().states().stream().map(StoredState::revision).toList())
        .containsExactly(List.of(4L), List.of(4L, 2L, 3L));
    assertThat(answers).extracting(answer -> answer.page().cursor()).containsExactly(4L, 4L);
  }

  @Test
  void aListenerCannotBeInABatchTwice() {
    Submission submission = submission(UUID.randomUUID(), NOTHING, progress(lecture, 1));

    assertThatThrownBy(
            () -> new PgListeningLedger(pool).reconcileTogether(List.of(submission, submission)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName(
      "R12: a push that the database refuses fails alone; the others of its batch are committed")
  void aFailingPushFailsAlone() {
    LectureAndAsset poison = catalogue.lecture();
    catalogue.execute(
        String.format(
            Locale.ROOT,
            "ALTER TABLE listening_state ADD CONSTRAINT poison CHECK (lecture_id <> '%s') NOT"
                + " VALID",
            poison.lectureId()));
    try {
      ListeningLedger grouped = grouped();
      List<UUID> listeners = listeners(20);
      List<Future<Recorded>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(push(grouped, listeners.get(i), progress(i == 7 ? poison : lecture, 1)));
      }

      for (int i = 0; i < 20; i++) {
        Future<Recorded> answer = answers.get(i);
        if (i == 7) {
          assertThatThrownBy(() -> await(answer)).hasMessageContaining("poison");
        } else {
          assertThat(await(answer).reconciliation().verdicts())
              .containsExactly(new Verdict.Applied());
        }
        assertThat(await(grouped.pull(listeners.get(i), NOTHING)).cursor())
            .isEqualTo(i == 7 ? 0 : 1);
      }
    } finally {
      catalogue.execute("ALTER TABLE listening_state DROP CONSTRAINT poison");
    }
  }

  @Test
  @DisplayName("R12: two processes with the same listeners in any order: no deadlock, no gap")
  void twoProcessesDoNotDeadlock() {
    List<ListeningLedger> processes = List.of(grouped(), grouped(), new PgListeningLedger(pool));
    List<UUID> listeners = listeners(12);

    Map<UUID, List<Long>> handedOut = revisionsByListener(pushInAnyOrder(processes, listeners));

    assertThat(handedOut.keySet()).containsExactlyInAnyOrderElementsOf(listeners);
    for (UUID listener : listeners) {
      long last = await(processes.getFirst().pull(listener, NOTHING)).cursor();
      assertThat(handedOut.get(listener).stream().sorted().toList())
          .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
    }
  }

  /** Each process pushes for each listener, in 60 rounds, each time in another order. */
  private List<Future<Recorded>> pushInAnyOrder(
      List<ListeningLedger> processes, List<UUID> listeners) {
    Random random = new Random(1);
    List<Future<Recorded>> answers = new ArrayList<>();
    for (int round = 0; round < 60; round++) {
      for (ListeningLedger process : processes) {
        List<UUID> shuffled = new ArrayList<>(listeners);
        Collections.shuffle(shuffled, random);
        for (UUID listener : shuffled) {
          answers.add(push(process, listener, progress(lecture, round)));
        }
      }
    }
    return answers;
  }

  private static Map<UUID, List<Long>> revisionsByListener(List<Future<Recorded>> answers) {
    return answers.stream()
        .map(GroupedTransactionTest::await)
        .filter(answer -> answer.reconciliation().verdicts().getFirst() instanceof Verdict.Applied)
        .map(answer -> answer.page().states().getFirst())
        .collect(
            Collectors.groupingBy(
                state -> state.registers().position().deviceId(),
                Collectors.mapping(state -> state.revision(), Collectors.toList())));
  }

  /** A ledger as one process composes it. */
  private static ListeningLedger grouped() {
    return GroupedLedger.of(new PgListeningLedger(pool), 2);
  }

  private static List<UUID> listeners(int count) {
    return IntStream.range(0, count).mapToObj(i -> UUID.randomUUID()).toList();
  }

  /** The listener's id is also the device's, so that an answer shows its listener. */
  private static Future<Recorded> push(ListeningLedger ledger, UUID listener, Intent to) {
    Intent intent =
        Intents.progress(
            to.lectureId(), to.stamp(), listener, Intents.positionMs(to), Intents.audioAssetId(to));
    Submission submission = submission(listener, NOTHING, intent);
    return ledger.reconcile(submission.push(), submission.decide());
  }

  private static Recorded pushAlone(ListeningLedger ledger, UUID listener, Intent intent) {
    Submission submission = submission(listener, NOTHING, intent);
    return await(ledger.reconcile(submission.push(), submission.decide()));
  }

  private static Submission submission(UUID listener, ChangeCursor since, Intent... intents) {
    Push push = new Push(listener, since, List.of(intents));
    return new Submission(push, facts -> Reconciliation.of(push.intents(), facts));
  }

  private Intent progress(LectureAndAsset on, long positionMs) {
    return Intents.progress(on.lectureId(), stamp(now), PHONE, positionMs, on.assetId());
  }

  private static Stamp stamp(long occurredAt) {
    return new Stamp(occurredAt, UUID.randomUUID());
  }

  private static <T> T await(Future<T> future) {
    return Answers.await(future);
  }
}
