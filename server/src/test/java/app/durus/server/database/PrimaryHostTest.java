package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.processes.PostgresProcess;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code DATABASE_URL} names a primary and a standby. */
class PrimaryHostTest {

  private static final String PORT = "SELECT current_setting('port')::int AS port";

  @TempDir Path folder;
  private final Vertx vertx = Database.eventLoops();
  private PostgresProcess primary;
  private PostgresProcess standby;

  @BeforeEach
  void start() throws Exception {
    primary = PostgresProcess.start(folder.resolve("primary"));
    TestDatabases.open(DatabaseAddress.parse(primary.url()), Duration.ZERO, folder).close();
    primary.stop();
    standby = primary.standby(folder.resolve("standby"), List.of());
    primary.startAgain();
    standby.startAgain();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    standby.close();
    primary.close();
  }

  @Test
  void thePrimaryIsUsedWhereverItStands() throws Exception {
    for (List<PostgresProcess> order :
        List.of(List.of(primary, standby), List.of(standby, primary))) {
      try (Database database = open(order)) {
        for (Pool pool :
            List.of(
                database.pool(vertx),
                database.ownConnection(vertx),
                database.poolForLongWork(vertx))) {
          assertThat(port(pool)).isEqualTo(primary.port());
        }
        try (Connection connection = database.jdbcConnection();
            var statement = connection.createStatement();
            var rows = statement.executeQuery(PORT)) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getInt("port")).isEqualTo(primary.port());
        }
      }
    }
  }

  @Test
  void afterAPromotionTheSamePoolUsesTheNewPrimary() throws Exception {
    try (Database database = open(List.of(primary, standby))) {
      Pool pool = database.pool(vertx);
      assertThat(port(pool)).isEqualTo(primary.port());

      primary.kill();
      promote();

      Eventually.get("the new primary", () -> portOrZero(pool), port -> port == standby.port());
    }
  }

  @Test
  void withoutAPrimaryTheFailureNamesEachHostAndItsReason() throws Exception {
    try (Database database = open(List.of(primary, standby))) {
      primary.kill();

      assertThatThrownBy(() -> Eventually.get("", () -> port(database.pool(vertx)), port -> false))
          .satisfies(failure -> assertThat(DatabaseFault.passes(failure)).isTrue())
          .hasMessageContaining("127.0.0.1:" + standby.port() + ": it is a standby")
          .hasMessageContaining("127.0.0.1:" + primary.port() + ": ");
    }
  }

  private void promote() throws Exception {
    try (Connection connection = DriverManager.getConnection(standby.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_promote()");
    }
  }

  private static int port(Pool pool) {
    return pool.query(PORT).execute().await().iterator().next().getInteger("port");
  }

  private static int portOrZero(Pool pool) {
    try {
      return port(pool);
    } catch (Exception lost) {
      return 0;
    }
  }

  private Database open(List<PostgresProcess> order) {
    String url = order.getFirst().urlOfBoth(order.getLast());
    return TestDatabases.open(DatabaseAddress.parse(url), Duration.ZERO, folder);
  }
}
