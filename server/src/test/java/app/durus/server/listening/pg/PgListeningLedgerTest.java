package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.listening.CatalogueFixture;
import app.durus.server.listening.CatalogueFixture.LectureAndAsset;
import app.durus.server.listening.ListeningLedger.Page;
import app.durus.server.listening.ListeningLedger.StoredState;
import app.durus.server.listening.Push;
import app.durus.server.listening.ReconcileIntents;
import app.durus.server.listening.ReconcileIntents.Reconciled;
import app.durus.server.listening.Since;
import app.durus.server.listening.rules.Favorite;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Registers;
import app.durus.server.listening.rules.Stamp;
import app.durus.server.listening.rules.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PgListeningLedgerTest {

  private static final Since NOTHING = new Since(0, null);
  private static final UUID PHONE = UUID.randomUUID();

  private static Vertx vertx;
  private static Pool pool;
  private static CatalogueFixture catalogue;
  private static PgListeningLedger ledger;
  private static ReconcileIntents reconcileIntents;

  private UUID listener;
  private long now;

  @BeforeAll
  static void open(TestDatabase database) {
    vertx = Vertx.vertx();
    // As in production: statements cached, so that pipelining is real.
    pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(8))
            .connectingTo(database.connectOptions().setCachePreparedStatements(true))
            .using(vertx)
            .build();
    catalogue = new CatalogueFixture(database);
    ledger = new PgListeningLedger(pool);
    reconcileIntents = new ReconcileIntents(ledger);
  }

  @AfterAll
  static void close() {
    await(vertx.close());
  }

  @BeforeEach
  void newListener() {
    listener = UUID.randomUUID();
    now = System.currentTimeMillis();
  }

  @Test
  @DisplayName("R11: every register comes back as it was stored, with stamp and device")
  void registersComeBackWhole() {
    LectureAndAsset lecture = catalogue.lecture();
    Intent progress = progress(lecture, now, 60_000);
    Intent completed = new Intent.Completed(lecture.lectureId(), stamp(now + 1), PHONE);
    Intent favorited = new Intent.Favorited(lecture.lectureId(), stamp(now + 2), PHONE);

    Reconciled pushed = push(NOTHING, progress, completed, favorited);
    Page pulled = pull(NOTHING);

    assertThat(pushed.verdicts()).hasSize(3).hasOnlyElementsOfType(Verdict.Applied.class);
    StoredState state = onlyState(pushed.page());
    assertThat(state.revision()).isEqualTo(1);
    assertThat(state.presentDurationMs()).isEqualTo(OptionalLong.of(600_000));
    assertThat(state.registers())
        .isEqualTo(
            Registers.of(progress).join(Registers.of(completed)).join(Registers.of(favorited)));
    assertThat(pulled.states()).containsExactly(state);
    assertThat(pulled.cursor()).isEqualTo(1);
    assertThat(pulled.more()).isFalse();
  }

  @Test
  @DisplayName("R1, R12: a replayed push is all duplicates and takes no revision")
  void aReplayTakesNoRevision() {
    Intent intent = progress(catalogue.lecture(), now, 60_000);
    Reconciled first = push(NOTHING, intent);

    Reconciled replay = push(NOTHING, intent);

    assertThat(replay.verdicts()).containsExactly(new Verdict.Duplicate());
    assertThat(replay.page().states()).isEqualTo(first.page().states());
    assertThat(revision()).isEqualTo(1);
  }

  @Test
  @DisplayName("R2: a write touches only the registers that changed")
  void otherRegistersStayAsTheyAre() {
    LectureAndAsset lecture = catalogue.lecture();
    Intent.Progress progress = progress(lecture, now, 60_000);
    push(NOTHING, progress, new Intent.Completed(lecture.lectureId(), stamp(now), PHONE));
    push(NOTHING, new Intent.Reopened(lecture.lectureId(), stamp(now + 1), PHONE));
    push(NOTHING, new Intent.Favorited(lecture.lectureId(), stamp(now + 2), PHONE));

    StoredState state = onlyState(pull(NOTHING));

    assertThat(state.revision()).isEqualTo(3);
    assertThat(state.registers().position().stamp()).isEqualTo(progress.stamp());
    assertThat(state.registers().completion().completed()).isFalse();
    assertThat(state.registers().completion().firstCompletedAt()).isEqualTo(now);
    assertThat(state.registers().favorite().favorite()).isTrue();
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
    Intent.Progress newer = progress(lecture, now + 20, 20);

    Future<Reconciled> waiting;
    try (Connection other = catalogue.connect()) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute(
            "UPDATE listening_ledger SET revision = 2 WHERE listener_id = '%s'"
                .formatted(listener));
        waiting = reconcile(listener, NOTHING, progress(lecture, now + 10, 10));
        awaitBlocked();
        assertThat(waiting.isComplete()).isFalse();
        statement.execute(
            """
            UPDATE listening_state
            SET revision = 2, position_ms = 20, position_occurred_at = %d, position_intent_id = '%s'
            WHERE listener_id = '%s'
            """
                .formatted(newer.stamp().occurredAt(), newer.stamp().intentId(), listener));
      }
      other.commit();
    }

    assertThat(await(waiting).verdicts()).containsExactly(new Verdict.Superseded(PHONE));
    assertThat(onlyState(pull(NOTHING)).registers().position().stamp()).isEqualTo(newer.stamp());
  }

  @Test
  @DisplayName("R12: pages ascend by revision, end with the last, and cost what changed")
  void pagesAscendUntilThereIsNoMore() {
    Reconciled first = pushMany(500);
    pushMany(500);
    pushMany(500);
    String epoch = first.page().epoch();

    Page one = pull(new Since(0, epoch));
    Page two = pull(new Since(one.cursor(), epoch));
    Page three = pull(new Since(two.cursor(), epoch));

    assertThat(one.more()).isTrue();
    assertThat(one.cursor()).isEqualTo(1_000);
    assertThat(revisions(one)).isEqualTo(LongStream.rangeClosed(1, 1_000).boxed().toList());
    assertThat(two.more()).isFalse();
    assertThat(revisions(two)).isEqualTo(LongStream.rangeClosed(1_001, 1_500).boxed().toList());
    assertThat(three.states()).isEmpty();
    assertThat(three.cursor()).isEqualTo(1_500);
  }

  @Test
  @DisplayName("R12, R14: touched states fill the answer but never move the cursor past a change")
  void touchedStatesDoNotMoveTheCursor() {
    pushMany(500);
    String epoch = pushMany(500).page().epoch();

    Reconciled pushed = pushMany(500);

    assertThat(pushed.page().states()).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(revisions(pushed.page()).subList(0, 500))
        .isEqualTo(LongStream.rangeClosed(1_001, 1_500).boxed().toList());
    assertThat(pushed.page().cursor()).isEqualTo(500);
    assertThat(pushed.page().more()).isTrue();
    assertThat(pull(new Since(pushed.page().cursor(), epoch)).states()).hasSize(1_000);
  }

  @Test
  @DisplayName("R12: a push that begins at the last revision gets its own changes as page, once")
  void ownChangesAreOnThePageOnce() {
    Reconciled first = push(NOTHING, progress(catalogue.lecture(), now, 1));

    Reconciled second =
        push(
            new Since(first.page().cursor(), first.page().epoch()),
            progress(catalogue.lecture(), now, 1));

    assertThat(revisions(second.page())).containsExactly(2L);
    assertThat(second.page().cursor()).isEqualTo(2);
  }

  @Test
  @DisplayName("R13: another epoch, or a cursor above the revision, begins at zero again")
  void anotherHistoryBeginsAtZero() {
    String epoch = push(NOTHING, progress(catalogue.lecture(), now, 1)).page().epoch();

    assertThat(pull(new Since(1, epoch)).states()).isEmpty();
    assertThat(pull(new Since(1, "another")).states()).hasSize(1);
    assertThat(pull(new Since(1, null)).states()).hasSize(1);
    Page fromTheFuture = pull(new Since(2, epoch));
    assertThat(fromTheFuture.states()).hasSize(1);
    assertThat(fromTheFuture.cursor()).isEqualTo(1);
  }

  @Test
  @DisplayName("R13: a push whose own changes catch up with a cursor from the future is found out")
  void aPushFromAnotherHistoryIsFoundOut() {
    String epoch = push(NOTHING, progress(catalogue.lecture(), now, 1)).page().epoch();
    Intent[] three = {
      progress(catalogue.lecture(), now, 1),
      progress(catalogue.lecture(), now, 1),
      progress(catalogue.lecture(), now, 1)
    };

    Reconciled pushed = push(new Since(2, epoch), three);

    assertThat(pushed.verdicts()).hasSize(3).hasOnlyElementsOfType(Verdict.Applied.class);
    assertThat(pushed.page().cursor()).as("lower than the one asked with").isEqualTo(1);
    assertThat(revisions(pushed.page())).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
  }

  @Test
  @DisplayName("R13: a new stored id is a new epoch")
  void theStoredIdNamesTheEpoch() {
    String before = pull(NOTHING).epoch();
    assertThat(pull(NOTHING).epoch()).isEqualTo(before);

    catalogue.execute("UPDATE database_epoch SET id = gen_random_uuid()");

    assertThat(pull(NOTHING).epoch()).isNotEqualTo(before);
  }

  @Test
  @DisplayName("R7: an unpublished lecture still takes its listeners' intents, an unknown one not")
  void unpublishedIsNotUnknown() {
    LectureAndAsset lecture = catalogue.lecture();
    catalogue.unpublish(lecture.lectureId());
    Intent onUnknownLecture = new Intent.Favorited(UUID.randomUUID(), stamp(now), PHONE);
    Intent onUnknownAsset =
        progress(new LectureAndAsset(lecture.lectureId(), UUID.randomUUID()), now, 1);
    Intent onAnothersAsset =
        progress(new LectureAndAsset(lecture.lectureId(), catalogue.lecture().assetId()), now, 1);

    Reconciled pushed =
        push(NOTHING, progress(lecture, now, 1), onUnknownLecture, onUnknownAsset, onAnothersAsset);

    assertThat(pushed.verdicts())
        .containsExactly(
            new Verdict.Applied(),
            new Verdict.Unknown(),
            new Verdict.Unknown(),
            new Verdict.Unknown());
    assertThat(pushed.page().states()).hasSize(1);
  }

  @Test
  @DisplayName(
      "R9: a position on the former asset is taken, and offered on the present one's terms")
  void replacedAssetsAreStillKnown() {
    LectureAndAsset lecture = catalogue.lecture();
    catalogue.replaceAsset(lecture.lectureId(), 300_000);

    push(NOTHING, progress(lecture, now, 500_000));

    assertThat(onlyState(pull(NOTHING)).presentDurationMs()).isEqualTo(OptionalLong.of(300_000));
    assertThat(onlyState(pull(NOTHING)).registers().position().positionMs()).isEqualTo(500_000);
  }

  @Test
  @DisplayName("R8: the clock is the database's, after the wait")
  void theDatabasesClockIsAsked() {
    LectureAndAsset lecture = catalogue.lecture();

    Reconciled pushed = push(NOTHING, progress(lecture, now + 360_000, 1));

    assertThat(pushed.verdicts()).containsExactly(new Verdict.ClockAhead());
    assertThat(pushed.page().states()).isEmpty();
    assertThat(pushed.page().databaseTime()).isBetween(now - 5_000, now + 60_000);
  }

  @Test
  @DisplayName("R16: one listener's push leaves another's state alone")
  void listenersAreApart() {
    LectureAndAsset lecture = catalogue.lecture();
    push(NOTHING, progress(lecture, now, 1));

    Page others = await(ledger.pull(UUID.randomUUID(), NOTHING));

    assertThat(others.states()).isEmpty();
    assertThat(others.cursor()).isZero();
  }

  @Test
  @DisplayName("R12: when deciding fails, nothing is changed and the connection serves on")
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
  @DisplayName("R12: when a write fails within the pipeline, nothing is answered as committed")
  void aFailedWriteIsRolledBack() {
    LectureAndAsset good = catalogue.lecture();
    LectureAndAsset bad = catalogue.lecture();
    catalogue.execute(
        "ALTER TABLE listening_state ADD CONSTRAINT poison CHECK (lecture_id <> '%s') NOT VALID"
            .formatted(bad.lectureId()));
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

  /** Favorites of as many new lectures, in one push. */
  private Reconciled pushMany(int lectures) {
    UUID first = UUID.randomUUID();
    List<Intent> intents = new ArrayList<>();
    for (int i = 0; i < lectures; i++) {
      UUID id = new UUID(first.getMostSignificantBits(), i);
      intents.add(new Intent.Favorited(id, stamp(now), PHONE));
    }
    catalogue.lectures(first.getMostSignificantBits(), lectures);
    Reconciled pushed = push(NOTHING, intents.toArray(Intent[]::new));
    assertThat(pushed.verdicts()).hasSize(lectures).hasOnlyElementsOfType(Verdict.Applied.class);
    assertThat(pushed.page().states())
        .extracting(state -> state.registers().favorite())
        .allSatisfy(favorite -> assertThat(favorite).isInstanceOf(Favorite.class));
    return pushed;
  }

  /** Until some transaction of this database waits for a lock. */
  private static void awaitBlocked() throws Exception {
    try (Connection watcher = catalogue.connect();
        var statement = watcher.createStatement()) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (System.nanoTime() < deadline) {
        try (var rows =
            statement.executeQuery(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database()")) {
          if (rows.next()) {
            return;
          }
        }
        Thread.sleep(10);
      }
    }
    throw new AssertionError("no transaction waited for the lock");
  }

  private Reconciled push(Since since, Intent... intents) {
    return await(reconcile(listener, since, intents));
  }

  private static Future<Reconciled> reconcile(UUID listener, Since since, Intent... intents) {
    return reconcileIntents.reconcile(new Push(listener, since, List.of(intents)));
  }

  private Page pull(Since since) {
    return push(since).page();
  }

  private long revision() {
    return await(
        pool.preparedQuery("SELECT revision FROM listening_ledger WHERE listener_id = $1")
            .execute(Tuple.of(listener))
            .map(rows -> rows.iterator().next().getLong(0)));
  }

  private static List<Long> revisions(Page page) {
    return page.states().stream().map(StoredState::revision).toList();
  }

  private static StoredState onlyState(Page page) {
    assertThat(page.states()).hasSize(1);
    return page.states().getFirst();
  }

  private static Intent.Progress progress(LectureAndAsset on, long occurredAt, long positionMs) {
    return new Intent.Progress(on.lectureId(), stamp(occurredAt), PHONE, positionMs, on.assetId());
  }

  private static Stamp stamp(long occurredAt) {
    return new Stamp(occurredAt, UUID.randomUUID());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
