package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The epoch across versions of the server: if it changed, every device would start over. */
@ExtendWith(PostgresExtension.class)
class PgEpochTest {

  @ParameterizedTest
  @ValueSource(strings = {"V3__listening", "V6__epoch_asked_once_a_connection"})
  @DisplayName("R13: an upgrade of the server keeps the epoch")
  void theEpochIsWhatEarlierVersionsMadeIt(String migration, TestDatabase database)
      throws IOException {
    Vertx vertx = Vertx.vertx();
    try {
      Pool pool = database.pool(vertx);
      String before = "present_epoch_of_" + migration.substring(0, 2).toLowerCase(Locale.ROOT);
      pool.query(anUpgradeKeepsTheEpoch(migration).replace("present_epoch()", before + "()"))
          .execute()
          .await();
      String sql = "SELECT present_epoch() AS present, " + before + "() AS before";
      var row = pool.query(sql).execute().await().iterator().next();
      assertThat(row.getString("present")).isEqualTo(row.getString("before")).hasSize(32);
    } finally {
      vertx.close().await();
    }
  }

  /** The function alone, as that migration creates it. */
  private static String anUpgradeKeepsTheEpoch(String migration) throws IOException {
    try (InputStream bytes = PgEpoch.class.getResourceAsStream("/db/" + migration + ".sql")) {
      String sql = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      int from = sql.indexOf("FUNCTION present_epoch()");
      return "CREATE " + sql.substring(from, sql.indexOf("$$;", from) + 3);
    }
  }
}
