package app.durus.server.listening.pg;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The statements of a push are parsed and planned once for each connection, whatever their length.
 */
@ExtendWith(PostgresExtension.class)
class PreparedOnceTest {

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "true, true"})
  void theWritesOfABatchArePreparedOncePerConnection(
      boolean hasNew, boolean hasPresent, TestDatabase database) {
    String sql = WriteSql.of(hasNew, hasPresent);
    Vertx vertx = Vertx.vertx();
    try {
      Pool one = ofOneConnection(database, vertx);
      one.preparedQuery(sql).execute(nothing(sql)).await();
      assertThat(one.query("SELECT statement FROM pg_prepared_statements").execute().await())
          .extracting(row -> row.getString("statement"))
          .contains(sql);
    } finally {
      vertx.close().await();
    }
  }

  /** All parameters are null: empty arrays. */
  private static Tuple nothing(String sql) {
    Tuple parameters = Tuple.tuple();
    for (int i = 1; sql.contains("$" + i + "::"); i++) {
      parameters.addValue(null);
    }
    return parameters;
  }

  /** Connects as the server does. */
  private static Pool ofOneConnection(TestDatabase database, Vertx vertx) {
    DatabaseAddress address =
        new DatabaseAddress(
            database.host(),
            database.port(),
            database.name(),
            database.user(),
            database.password(),
            SslMode.DISABLE);
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(1))
        .connectingTo(address.connectOptions())
        .using(vertx)
        .build();
  }
}
