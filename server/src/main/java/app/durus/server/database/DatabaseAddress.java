package app.durus.server.database;

import app.durus.server.startup.StartupFailure;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Locale;

/**
 * Where a PostgreSQL database is and who connects to it, for the reactive driver and for JDBC,
 * which only the migrations use.
 *
 * @param password empty where none is asked for
 */
public record DatabaseAddress(
    String host, int port, String database, String user, String password, SslMode sslMode) {

  /**
   * Reads {@code postgresql://user:password@host:port/database?sslmode=…} (also {@code postgres:}).
   *
   * @throws StartupFailure when it is not of this form; the message does not repeat the password
   */
  public static DatabaseAddress parse(String url) {
    PgConnectOptions options;
    try {
      options = PgConnectOptions.fromUri(url);
    } catch (RuntimeException e) {
      throw new StartupFailure(
          "DATABASE_URL is not of the form postgresql://user:password@host:port/database", e);
    }
    return new DatabaseAddress(
        options.getHost(),
        options.getPort(),
        options.getDatabase(),
        options.getUser(),
        options.getPassword() == null ? "" : options.getPassword(),
        options.getSslMode());
  }

  /** A database of a server on this machine, which the connection does not leave. */
  public static DatabaseAddress local(String host, int port, String user, String password) {
    return new DatabaseAddress(host, port, "postgres", user, password, SslMode.DISABLE);
  }

  public PgConnectOptions connectOptions() {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(host)
            .setPort(port)
            .setDatabase(database)
            .setUser(user)
            .setPassword(password)
            .setSslMode(sslMode)
            .setCachePreparedStatements(true)
            // However long: the driver prepares those above 2 kB anew each time, unless told.
            .setPreparedStatementCacheSqlFilter(sql -> true)
            .setPipeliningLimit(256);
    options.getProperties().put("application_name", "salafi-durus");
    return options;
  }

  public String jdbcUrl() {
    String mode = sslMode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return "jdbc:postgresql://" + host + ":" + port + "/" + database + "?sslmode=" + mode;
  }

  /** For messages: never holds the password. */
  @Override
  public String toString() {
    return host + ":" + port + "/" + database;
  }
}
