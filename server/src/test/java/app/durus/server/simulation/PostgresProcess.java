package app.durus.server.simulation;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.embedded.PostgresServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL of the proof's own, as the product ships it, that can be killed and started again on
 * the same files and port. Nothing watches it, so that a kill hits the postmaster and nothing
 * nurses it.
 */
public final class PostgresProcess implements AutoCloseable {

  private static final Map<String, String> PARAMETERS = Map.of("max_connections", "200");

  private final PostgresServer server;

  private PostgresProcess(PostgresServer server) {
    this.server = server;
  }

  /** Makes a database under a new folder and starts it. */
  public static PostgresProcess start(Path folder) {
    PostgresProcess postgres =
        new PostgresProcess(
            PostgresServer.prepare(
                folder.toAbsolutePath(), Optional.empty(), PARAMETERS, progress -> {}));
    postgres.startAgain();
    return postgres;
  }

  void startAgain() {
    server.start();
    Processes.endWithProof(server.process());
  }

  /** SIGKILL to the postmaster, as the power button or the kernel's memory killer does it. */
  void kill() {
    Processes.kill(server.process());
  }

  /** For the product. */
  public String url() {
    return url("postgres");
  }

  String url(String database) {
    DatabaseAddress address = server.address();
    return "postgresql://%s:%s@%s:%d/%s"
        .formatted(address.user(), address.password(), address.host(), address.port(), database);
  }

  public String jdbcUrl() {
    return jdbcUrl("postgres");
  }

  String jdbcUrl(String database) {
    return jdbcUrl(server.address(), database);
  }

  /** With its password, for whoever knows nothing else. */
  static String jdbcUrl(DatabaseAddress address, String database) {
    return "jdbc:postgresql://%s:%d/%s?user=%s&password=%s"
        .formatted(address.host(), address.port(), database, address.user(), address.password());
  }

  @Override
  public void close() {
    server.stop();
  }
}
