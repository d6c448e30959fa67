package app.durus.server.database;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A real, migrated PostgreSQL database that belongs to one test class. */
public record TestDatabase(String host, int port, String name, String user, String password) {

  public PgConnectOptions connectOptions() {
    return new PgConnectOptions()
        .setHost(host)
        .setPort(port)
        .setDatabase(name)
        .setUser(user)
        .setPassword(password);
  }

  /** A new pool. The caller closes it, or its {@code vertx}. */
  public Pool pool(Vertx vertx) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(8))
        .connectingTo(connectOptions())
        .using(vertx)
        .build();
  }

  /**
   * The database's clock, by which stamps are judged. It may differ from this machine's.
   *
   * @return milliseconds since 1970
   */
  public long timeMs() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), user, password);
        Statement statement = connection.createStatement();
        ResultSet time =
            statement.executeQuery(
                "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
      time.next();
      return time.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the database's clock cannot be read", e);
    }
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + name;
  }
}
