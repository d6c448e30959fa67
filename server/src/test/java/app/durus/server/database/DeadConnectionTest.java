package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.batching.Batcher;
import app.durus.server.database.DatabaseHealthCheck.ConnectionPath;
import app.durus.server.errors.RequestError;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.TcpProxy;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are dropped silently, for instance by a firewall. */
@Timeout(300)
class DeadConnectionTest {

  @TempDir static Path folder;
  private static PostgresProcess postgres;

  private TcpProxy proxy;
  private Vertx vertx;
  private Database database;

  @BeforeAll
  static void startPostgres() throws Exception {
    postgres = PostgresProcess.start(folder);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void connect() throws Exception {
    proxy = TcpProxy.before(postgres.port());
    vertx = Database.eventLoops();
    database =
        TestDatabases.open(
            DatabaseAddress.parse(postgres.urlAt("localhost", proxy.port())),
            Duration.ZERO,
            folder);
  }

  @AfterEach
  void disconnect() throws Exception {
    vertx.close().await();
    database.close();
    proxy.close();
  }

  @Test
  void aStatementOnADeadConnectionFailsAndAnotherConnectionIsMade() {
    for (Pool pool : List.of(database.ownConnection(vertx), database.pool(vertx))) {
      assertThat(ask(pool).await()).isEqualTo(1);

      proxy.silencePresent();

      assertThatThrownBy(() -> ask(pool).await())
          .satisfies(failure -> assertThat(DatabaseFault.connectionIsLost(failure)).isTrue())
          .satisfies(
              failure ->
                  assertThat(DatabaseFault.asRequestError(failure))
                      .isInstanceOfSatisfying(
                          RequestError.class,
                          error ->
                              assertThat(error.kind()).isEqualTo(RequestError.Kind.UNAVAILABLE)));
      Eventually.get(
          "an answer over a new connection", () -> ask(pool).otherwise(0).await(), one -> one == 1);
    }
  }

  @Test
  void aTransactionOnADeadConnectionReleasesItsLocks() {
    Pool pool = database.ownConnection(vertx);
    ask(pool).await();
    pool.query("CREATE TABLE IF NOT EXISTS locked AS SELECT 1 AS id").execute().await();
    Future<?> dead =
        pool.withTransaction(
            connection ->
                connection
                    .query("SELECT id FROM locked FOR UPDATE")
                    .execute()
                    .compose(
                        taken -> {
                          proxy.silencePresent();
                          return connection.query("SELECT 1").execute();
                        }));
    assertThatThrownBy(dead::await)
        .satisfies(failure -> assertThat(DatabaseFault.connectionIsLost(failure)).isTrue());

    Eventually.get(
        "the lock, over a new connection",
        () ->
            pool.query("SELECT id FROM locked FOR UPDATE")
                .execute()
                .map(rows -> rows.size())
                .otherwise(0)
                .await(),
        size -> size == 1);
  }

  @Test
  void requestsThatWaitForAConnectionAreAnswered() {
    Pool pool = database.pool(vertx);
    ask(pool).await();
    proxy.silence();

    List<Future<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(ask(pool));
    }

    for (Future<Integer> one : asked) {
      assertThatThrownBy(one::await)
          .satisfies(failure -> assertThat(DatabaseFault.passes(failure)).isTrue());
    }
    proxy.speak();
    Eventually.get(
        "an answer over a new connection", () -> ask(pool).otherwise(0).await(), one -> one == 1);
  }

  @Test
  void theWatchReplacesADeadIdleConnection() {
    DatabaseHealthCheck watch =
        new DatabaseHealthCheck(
            List.of(
                new ConnectionPath("lane", database.ownConnection(vertx), onALoop()),
                new ConnectionPath("shared", database.pool(vertx), onALoop())));
    watch.start(vertx).await();
    assertThat(watch.trouble()).isEmpty();

    proxy.silence();
    Eventually.get("trouble", watch::trouble, Optional::isPresent);
    assertThat(watch.trouble().orElseThrow()).startsWith("lane: ");

    proxy.speak();
    Eventually.get("no trouble any more", watch::trouble, Optional::isEmpty);
  }

  @Test
  void aDatabaseThatDoesNotRespondIsNotReady() throws Exception {
    DatabaseHealthCheck watch =
        new DatabaseHealthCheck(
            List.of(new ConnectionPath("lane", database.ownConnection(vertx), onALoop())));
    watch.start(vertx).await();
    try (var connection = java.sql.DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET default_transaction_read_only = on");
      statement.execute("SELECT pg_reload_conf()");
      Eventually.get(
          "that it is told",
          watch::trouble,
          told -> told.filter(reason -> reason.contains("read-only")).isPresent());
      statement.execute("SET default_transaction_read_only = off");
      statement.execute("ALTER SYSTEM RESET default_transaction_read_only");
      statement.execute("SELECT pg_reload_conf()");
    }
    Eventually.get("no trouble any more", watch::trouble, Optional::isEmpty);
  }

  private Executor onALoop() {
    return Batcher.on(vertx.getOrCreateContext());
  }

  private static Future<Integer> ask(Pool pool) {
    return pool.query("SELECT 1").execute().map(rows -> rows.iterator().next().getInteger(0));
  }
}
