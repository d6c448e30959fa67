package app.durus.server.catalogue.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.ScholarRow;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.listening.pg.PgEpoch;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The catalogue after a snapshot of the database was restored. */
@ExtendWith(PostgresExtension.class)
class CatalogueEpochTest {

  private Vertx vertx;
  private Pool pool;
  private CatalogueApi api;

  @BeforeEach
  void open(TestDatabase database) {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    api = new CatalogueApi(new PgCatalogue(pool));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  @DisplayName("R13: after a restore and new-epoch, an old catalogue cursor is recognized")
  void aRestoredCatalogueDeliversNewImports() {
    importScholars("kept");
    String snapshot = "UPDATE catalogue SET revision = " + api.changes(0).await().cursor();
    importScholars("lost");
    CatalogueChanges seen = api.changes(0).await();
    pool.query("DELETE FROM scholar WHERE name = 'lost';" + snapshot).execute().await();
    importScholars("new", "newer");

    CatalogueChanges followed = api.changes(seen.cursor()).await();
    assertThat(names(followed)).as("passed over by a cursor of before").doesNotContain("new");
    assertThat(followed.epoch()).as("nobody was told of the restore").isEqualTo(seen.epoch());

    String renewed = new PgEpoch(pool).renew().await();

    assertThat(api.changes(seen.cursor()).await().epoch())
        .isNotEqualTo(seen.epoch())
        .isEqualTo(renewed);
    assertThat(names(api.changes(0).await())).containsExactly("kept", "new", "newer");
  }

  private void importScholars(String... names) {
    List<ScholarRow> scholars =
        List.of(names).stream().map(name -> new ScholarRow(UUID.randomUUID(), name, true)).toList();
    pool.withTransaction(
            connection ->
                new CatalogueTables(connection)
                    .write(new CatalogueRows(scholars, List.of(), List.of(), List.of())))
        .await();
  }

  private static List<String> names(CatalogueChanges page) {
    return page.scholars().stream().map(scholar -> scholar.name()).toList();
  }
}
