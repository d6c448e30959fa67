package app.durus.server.database;

import app.durus.server.startup.StartupFailure;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The address of a PostgreSQL database and the user who connects, for the reactive driver and for
 * JDBC, which only migrations use.
 *
 * @param host a name, or an IPv4 or IPv6 address without brackets
 * @param password empty when the server asks for none
 * @param settings PostgreSQL settings that are set on each new connection
 */
public record DatabaseAddress(
    String host,
    int port,
    String database,
    String user,
    String password,
    DatabaseTls tls,
    Map<String, String> settings) {

  private static final String APPLICATION = "salafi-durus";
  private static final String CONNECT_SECONDS = "3";
  private static final String LOGIN_SECONDS = "10";

  public DatabaseAddress {
    settings = Map.copyOf(settings);
  }

  /** An address without settings, with the authorities that the Java runtime trusts. */
  public DatabaseAddress(
      String host, int port, String database, String user, String password, SslMode sslMode) {
    this(host, port, database, user, password, DatabaseTls.of(sslMode), Map.of());
  }

  /**
   * Reads {@code postgresql://user:password@host:port/database?sslmode=…} (also {@code postgres:}).
   *
   * @throws StartupFailure when it has another form; the message does not contain the password
   */
  public static DatabaseAddress parse(String url) {
    return DatabaseUrl.parse(url);
  }

  /** A database on this machine, without TLS. */
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
            .setSslMode(tls.mode())
            .setSslOptions(tls.sslOptions())
            .setCachePreparedStatements(true)
            // Cache statements of any length. By default the driver prepares those above 2 kB each
            // time.
            .setPreparedStatementCacheSqlFilter(sql -> true)
            .setPipeliningLimit(256);
    // Only parameters that PgBouncer knows: it refuses connections with others.
    options.getProperties().keySet().retainAll(Set.of("client_encoding", "DateStyle"));
    options.getProperties().put("application_name", APPLICATION);
    return options;
  }

  /** Without the user and the password. */
  public String jdbcUrl() {
    Map<String, String> parameters = new LinkedHashMap<>(tls.jdbcParameters());
    parameters.put("ApplicationName", APPLICATION);
    parameters.put("connectTimeout", CONNECT_SECONDS);
    parameters.put("loginTimeout", LOGIN_SECONDS);
    parameters.put("tcpKeepAlive", "true");
    return "jdbc:postgresql://"
        + hostInUrl()
        + ":"
        + port
        + "/"
        + encoded(database)
        + parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  /** For messages: never contains the password. */
  @Override
  public String toString() {
    return hostInUrl() + ":" + port + "/" + database;
  }

  private String hostInUrl() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
