package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.database.Database;
import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.TestDatabase;
import app.durus.server.database.TestDatabases;
import app.durus.server.listening.CatalogueFixture;
import app.durus.server.listening.CatalogueFixture.LectureAndAsset;
import app.durus.server.listening.ChangeCursor;
import app.durus.server.listening.LedgerUnavailable;
import app.durus.server.listening.ListeningLedger.Recorded;
import app.durus.server.listening.Push;
import app.durus.server.listening.rules.Intent;
import app.durus.server.listening.rules.Intents;
import app.durus.server.listening.rules.Reconciliation;
import app.durus.server.listening.rules.Stamp;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The synchronous standby is away, so PostgreSQL waits within {@code COMMIT}. An operator cancels
 * what seems to hang. PostgreSQL then reports success with a warning.
 */
class UnreplicatedPushTest {

  @TempDir Path folder;
  private final Vertx vertx = Database.eventLoops();
  private PostgresProcess postgres;

  @BeforeEach
  void start() throws Exception {
    postgres = PostgresProcess.start(folder, List.of("synchronous_standby_names=nobody"));
    try (var connection =
            DriverManager.getConnection(
                postgres.jdbcUrl() + "&options=-c%20synchronous_commit=local");
        var statement = connection.createStatement()) {
      statement.execute("ALTER ROLE postgres SET synchronous_commit = local");
    }
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    postgres.close();
  }

  @Test
  @DisplayName("A push that the standby has not confirmed is not acknowledged, repeated neither")
  void isNotAcknowledged() throws SQLException {
    UUID listener = UUID.randomUUID();
    try (Database local = open("local");
        Database replicated = open("on")) {
      Push push = push(listener);
      PgListeningLedger ledger = new PgListeningLedger(replicated.ownConnection(vertx));
      for (int attempt = 0; attempt < 2; attempt++) {
        Future<Recorded> pushing = reconcile(ledger, push);
        cancelUntilAnswered(pushing);
        assertThat(pushing.cause())
            .isInstanceOf(LedgerUnavailable.class)
            .hasStackTraceContaining("standby");
      }

      assertThat(reconcile(new PgListeningLedger(local.pool(vertx)), push).await()).isNotNull();
    }
  }

  private void cancelUntilAnswered(Future<?> pushing) throws SQLException {
    try (var connection = DriverManager.getConnection(postgres.jdbcUrl());
        var cancel =
            connection.prepareStatement(
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")) {
      Eventually.isTrue(
          "an answer",
          () -> {
            cancel.execute();
            return pushing.isComplete();
          });
    }
  }

  private static Future<Recorded> reconcile(PgListeningLedger ledger, Push push) {
    return ledger.reconcile(push, facts -> Reconciliation.of(push.intents(), facts));
  }

  private Push push(UUID listener) {
    DatabaseAddress address = DatabaseAddress.parse(postgres.url());
    TestDatabase database =
        new TestDatabase(
            address.host(), address.port(), address.database(), address.user(), address.password());
    LectureAndAsset lecture = new CatalogueFixture(database).lecture();
    Intent intent =
        Intents.progress(
            lecture.lectureId(),
            new Stamp(database.timeMs(), UUID.randomUUID()),
            UUID.randomUUID(),
            1,
            lecture.assetId());
    return new Push(listener, new ChangeCursor(0, null), List.of(intent));
  }

  private Database open(String synchronousCommit) {
    return TestDatabases.open(
        DatabaseAddress.parse(
            postgres.url() + "?options=-c%20synchronous_commit%3D" + synchronousCommit),
        Duration.ZERO,
        folder);
  }
}
