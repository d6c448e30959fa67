package app.durus.server.database;

import app.durus.server.startup.StartupFailure;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The address of a PostgreSQL database and the user who connects, for the reactive driver and for
 * JDBC, which only migrations use.
 *
 * @param hosts where it may be found, at least one. Of several, the one that is not a standby is
 *     used ({@link PrimaryHost})
 * @param password empty when the server asks for none
 * @param settings PostgreSQL settings that are set on each new connection
 */
public record DatabaseAddress(
    List<Host> hosts,
    String database,
    String user,
    String password,
    DatabaseTls tls,
    Map<String, String> settings) {

  private static final String APPLICATION = "salafi-durus";
  private static final String CONNECT_SECONDS = "3";
  private static final String LOGIN_SECONDS = "10";

  /**
   * @param name a name, or an IPv4 or IPv6 address without brackets
   */
  public record Host(String name, int port) {

    /** As URLs write it: an IPv6 address in brackets. */
    @Override
    public String toString() {
      return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
  }

  public DatabaseAddress {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    hosts = List.copyOf(hosts);
    settings = Map.copyOf(settings);
  }

  /** An address without settings, with the authorities that the Java runtime trusts. */
  public DatabaseAddress(
      String host, int port, String database, String user, String password, SslMode sslMode) {
    this(
        List.of(new Host(host, port)), database, user, password, DatabaseTls.of(sslMode), Map.of());
  }

  /**
   * Reads {@code postgresql://user:password@host:port,host:port/database?sslmode=…} (also {@code
   * postgres:}).
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

  /** The name of the first host. */
  public String host() {
    return hosts.getFirst().name();
  }

  /** The port of the first host. */
  public int port() {
    return hosts.getFirst().port();
  }

  /** For the first host. */
  public PgConnectOptions connectOptions() {
    return connectOptions(hosts.getFirst());
  }

  PgConnectOptions connectOptions(Host host) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(host.name())
            .setPort(host.port())
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
    if (hosts.size() > 1) {
      parameters.put("targetServerType", "primary");
    }
    return "jdbc:postgresql://"
        + hostsInUrl()
        + "/"
        + encoded(database)
        + parameters.entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  /** For messages: never contains the password. */
  @Override
  public String toString() {
    return hostsInUrl() + "/" + database;
  }

  private String hostsInUrl() {
    return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
