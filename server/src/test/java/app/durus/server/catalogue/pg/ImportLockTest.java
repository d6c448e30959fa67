package app.durus.server.catalogue.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The connection that holds an import's lock while the import sends no queries. */
@ExtendWith(PostgresExtension.class)
class ImportLockTest {

  private static final String LAST_USED =
      """
      SELECT state_change::text FROM pg_stat_activity JOIN pg_locks USING (pid)
      WHERE locktype = 'advisory' AND granted AND datname = current_database()
      """;

  private Vertx vertx;
  private Pool pool;

  @BeforeEach
  void open(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void isUsedPeriodicallySoThatItsConnectionIsNotClosedAsIdle() {
    Promise<String> looking = Promise.promise();
    Future<String> imported =
        new PgCatalogue(pool, Duration.ofMillis(20)).importing(importing -> looking.future());
    Set<String> used = new HashSet<>();
    Eventually.isTrue(
        "the connection is used three times",
        () -> {
          pool.query(LAST_USED).execute().await().forEach(row -> used.add(row.getString(0)));
          return used.size() >= 3;
        });
    looking.complete("done");
    assertThat(imported.await()).isEqualTo("done");
    assertThat(pool.query(LAST_USED).execute().await().size()).as("locks").isZero();
  }
}
