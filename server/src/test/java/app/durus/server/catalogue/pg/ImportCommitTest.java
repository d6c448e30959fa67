package app.durus.server.catalogue.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.catalogue.Catalogue;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An import's rows are written while its recordings are copied, and committed after that. */
@ExtendWith(PostgresExtension.class)
class ImportCommitTest {

  private static final String WAITING_TRANSACTIONS =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle in transaction'
        AND query LIKE 'UPDATE catalogue SET revision%'
      """;

  private static final String STORED =
      "SELECT (SELECT count(*) FROM library) + (SELECT count(*) FROM scholar)";

  private final Catalogue.Library library =
      new Catalogue.Library(UUID.randomUUID(), "/srv/recordings", null);
  private final CatalogueRows rows =
      new CatalogueRows(
          List.of(new ScholarRow(UUID.randomUUID(), "Bakr", true)),
          List.of(),
          List.of(),
          List.of());

  private Vertx vertx;
  private Pool pool;

  @BeforeEach
  void open(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    pool.query("TRUNCATE library, scholar CASCADE").execute().await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void isVisibleOnlyWhenTheRecordingsAreStored() {
    Promise<Void> stored = Promise.promise();
    Future<Void> written = write(stored.future());
    Eventually.isTrue(
        "all rows are written and nothing is committed", () -> number(WAITING_TRANSACTIONS) == 1);
    assertThat(number(STORED)).isZero();
    stored.complete();
    written.await();
    assertThat(number(STORED)).isEqualTo(2);
  }

  @Test
  void writesNothingWhenARecordingIsNotStored() {
    Future<Void> written = write(Future.failedFuture(new IOException("a copy failed")));
    assertThatThrownBy(written::await).isInstanceOf(IOException.class).hasMessage("a copy failed");
    assertThat(number(STORED)).isZero();
    write(Future.succeededFuture()).await();
    assertThat(number(STORED)).isEqualTo(2);
  }

  private Future<Void> write(Future<Void> stored) {
    return new PgCatalogue(pool).importing(importing -> importing.write(library, rows, stored));
  }

  private long number(String sql) {
    return pool.query(sql).execute().await().iterator().next().getLong(0);
  }
}
