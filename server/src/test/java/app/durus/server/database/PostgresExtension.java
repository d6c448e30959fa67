package app.durus.server.database;

import app.durus.server.database.embedded.PostgresServer;
import app.durus.server.processes.ProofFolder;
import app.durus.server.processes.ReachableFolder;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Gives a test class a real PostgreSQL database of its own, migrated and otherwise empty, as a
 * {@link TestDatabase} parameter. The server behind it is one for the whole run: a Testcontainers
 * one where a Docker engine answers, the embedded one otherwise. The environment variable {@value
 * #DATABASE_VARIABLE} fixes the choice to {@code container} or {@code embedded}; a container that
 * does not start then fails the tests.
 */
public final class PostgresExtension implements ParameterResolver {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(PostgresExtension.class);
  private static final String DATABASE_VARIABLE = "DURUS_TEST_DATABASE";
  private static final String MAX_CONNECTIONS = "200";
  private static final Path PROGRAM = Path.of("target", "test-postgres").toAbsolutePath();
  private static final String TEMPLATE = "durus_template";
  private static final AtomicInteger DATABASES = new AtomicInteger();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Server server =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Server.class, key -> Server.start(), Server.class);
    ExtensionContext classContext = context;
    while (classContext.getParent().filter(up -> up.getTestClass().isPresent()).isPresent()) {
      classContext = classContext.getParent().get();
    }
    return classContext
        .getStore(NAMESPACE)
        .computeIfAbsent(TestDatabase.class, key -> server.newDatabase(), TestDatabase.class);
  }

  /**
   * One PostgreSQL for the whole run, with the migrated database that each test database is copied
   * from.
   */
  private record Server(String host, int port, String user, String password, AutoCloseable running)
      implements AutoCloseable {

    static Server start() {
      try {
        Server server = inContainer() ? container() : embedded();
        server.execute("postgres", "CREATE DATABASE " + TEMPLATE);
        Migrations.apply(server.jdbcUrl(TEMPLATE), server.user, server.password);
        return server;
      } catch (Exception e) {
        throw new IllegalStateException("no PostgreSQL for the tests", e);
      }
    }

    private static boolean inContainer() {
      return switch (System.getenv(DATABASE_VARIABLE)) {
        case null -> DockerClientFactory.instance().isDockerAvailable();
        case "container" -> true;
        case "embedded" -> false;
        case String other ->
            throw new IllegalArgumentException(
                DATABASE_VARIABLE + " is neither container nor embedded: " + other);
      };
    }

    private static Server container() {
      PostgreSQLContainer container =
          new PostgreSQLContainer("postgres:18")
              .withCommand("postgres -c fsync=off -c max_connections=" + MAX_CONNECTIONS);
      container.start();
      return new Server(
          container.getHost(),
          container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
          container.getUsername(),
          container.getPassword(),
          container);
    }

    /** The embedded PostgreSQL, without syncing to the disk. */
    private static Server embedded() throws Exception {
      Path folder = ReachableFolder.make("durus-tests");
      PostgresServer postgres =
          PostgresServer.prepare(
              folder,
              Optional.empty(),
              Map.of("max_connections", MAX_CONNECTIONS, "fsync", "off"),
              progress -> {});
      postgres.start();
      DatabaseAddress address = postgres.address();
      return new Server(
          address.host(),
          address.port(),
          address.user(),
          address.password(),
          () -> {
            postgres.stop();
            ProofFolder.delete(folder);
          });
    }

    TestDatabase newDatabase() {
      String name = "test_" + DATABASES.incrementAndGet();
      execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
      return new TestDatabase(host, port, name, user, password);
    }

    private String jdbcUrl(String database) {
      return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    private void execute(String database, String sql) {
      try (var connection = DriverManager.getConnection(jdbcUrl(database), user, password);
          var statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    @Override
    public void close() {
      try {
        running.close();
      } catch (Exception e) {
        throw new IllegalStateException("the tests' PostgreSQL did not stop", e);
      }
    }
  }
}
