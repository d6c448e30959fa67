package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.batching.Batcher;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.errors.RequestError;
import app.durus.server.listening.BatchLedger.Submission;
import app.durus.server.listening.CatalogueFixture;
import app.durus.server.listening.CatalogueFixture.LectureAndAsset;
import app.durus.server.listening.ChangeCursor;
import app.durus.server.listening.GroupCommit;
import app.durus.server.listening.LedgerUnavailable;
import app.durus.server.listening.ListeningLedger.Recorded;
import app.durus.server.listening.Push;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Intents;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Stamp;
import app.durus.server.listening.rules.Verdict;
import app.durus.server.waiting.HangGuard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Another instance hangs during a transaction and holds a listener's lock. The test simulates it by
 * a connection that stays silent.
 */
@ExtendWith(PostgresExtension.class)
class LockedListenerTest {

  private static final UUID PHONE = UUID.randomUUID();

  private final TestDatabase database;
  private final LectureAndAsset lecture;
  private final UUID stuck = UUID.randomUUID();
  private Vertx vertx;
  private GroupCommit lane;

  LockedListenerTest(TestDatabase database) {
    this.database = database;
    this.lecture = new CatalogueFixture(database).lecture();
  }

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    lane =
        new GroupCommit(
            Batcher.on(vertx.getOrCreateContext()),
            PgListeningLedger.thatWaitsForNoLock(pool(1)),
            new PgListeningLedger(pool(4)),
            GroupCommit.Bounds.USUAL);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  @DisplayName("R12: a locked listener delays no other one, and gets a busy answer")
  void delaysNoOtherListener() throws Exception {
    assertApplied(push(stuck));
    try (Connection stopped = lockedByAnother()) {
      List<Future<Recorded>> others = new ArrayList<>();
      Future<Recorded> first = push(stuck);
      for (int i = 0; i < 20; i++) {
        others.add(push(UUID.randomUUID()));
      }
      Future<Recorded> again = push(stuck);

      for (Future<Recorded> other : others) {
        assertApplied(other);
      }
      assertThat(stopped.isClosed()).as("the lock is still held").isFalse();
      for (Future<Recorded> one : List.of(first, again)) {
        assertThatThrownBy(() -> await(one)).isInstanceOf(LedgerUnavailable.class);
      }
      stopped.rollback();
    }
    assertApplied(push(stuck));
  }

  @Test
  @DisplayName("R12: a push that waits for a lock continues when the lock is released")
  void waitsForALockThatIsSoonReleased() throws Exception {
    assertApplied(push(stuck));
    Future<Recorded> waiting;
    try (Connection other = lockedByAnother()) {
      waiting = push(stuck);
      assertApplied(push(UUID.randomUUID()));
      other.rollback();
    }
    assertApplied(waiting);
  }

  @Test
  @DisplayName("R12: when another instance locks a whole batch for a moment, all of it is stored")
  void storesABatchThatWasLocked() throws Exception {
    List<UUID> listeners = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      listeners.add(UUID.randomUUID());
    }
    listeners.stream().map(this::push).toList().forEach(LockedListenerTest::assertApplied);
    List<Future<Recorded>> locked;
    try (Connection other = lockedByAnother(listeners)) {
      locked = listeners.stream().map(this::push).toList();
      assertApplied(push(UUID.randomUUID()));
      other.rollback();
    }
    locked.forEach(LockedListenerTest::assertApplied);
  }

  @Test
  @DisplayName(
      "R12: a push that waits for a deletion, and every later one, writes nothing and is refused")
  void writesNothingForADeletedListener() throws Exception {
    assertApplied(push(stuck));
    Future<Recorded> waiting;
    try (Connection other = lockedByAnother()) {
      waiting = push(stuck);
      assertApplied(push(UUID.randomUUID()));
      try (var statement =
          other.prepareStatement(
              "UPDATE listening_ledger SET deleted_at = now(), revision = 0"
                  + " WHERE listener_id = ?")) {
        statement.setObject(1, stuck);
        statement.executeUpdate();
      }
      other.commit();
    }
    for (Future<Recorded> one : List.of(waiting, push(stuck))) {
      assertThatThrownBy(() -> await(one))
          .isInstanceOfSatisfying(
              RequestError.class,
              error -> assertThat(error.kind()).isEqualTo(RequestError.Kind.SIGNED_OUT));
    }
    assertApplied(push(UUID.randomUUID()));
  }

  private Connection lockedByAnother() throws SQLException {
    return lockedByAnother(List.of(stuck));
  }

  private Connection lockedByAnother(List<UUID> listeners) throws SQLException {
    Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    connection.setAutoCommit(false);
    try (var statement =
        connection.prepareStatement(
            "SELECT 1 FROM listening_ledger WHERE listener_id = ? FOR UPDATE")) {
      for (UUID listener : listeners) {
        statement.setObject(1, listener);
        assertThat(statement.executeQuery().next()).isTrue();
      }
    }
    return connection;
  }

  private Pool pool(int connections) {
    PgConnectOptions options = database.connectOptions();
    options.getProperties().put("lock_timeout", "1500ms");
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(connections))
        .connectingTo(options)
        .using(vertx)
        .build();
  }

  private Future<Recorded> push(UUID listener) {
    Intent intent =
        Intents.progress(
            lecture.lectureId(),
            new Stamp(database.timeMs(), UUID.randomUUID()),
            PHONE,
            1,
            lecture.assetId());
    Push push = new Push(listener, new ChangeCursor(0, null), List.of(intent));
    Submission submission = new Submission(push, facts -> Reconciliation.of(push.intents(), facts));
    return lane.reconcile(submission.push(), submission.decide());
  }

  private static void assertApplied(Future<Recorded> push) {
    assertThat(await(push).reconciliation().verdicts()).containsExactly(new Verdict.Applied());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(HangGuard.millis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
