package app.durus.server.simulation;

import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.HangGuard;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the proof's own, with every promise of durability on, that can be killed and
 * started again on the same files and port. Its processes are started directly, so that a kill hits
 * the postmaster and nothing nurses it.
 */
public final class PostgresProcess implements AutoCloseable {

  private static final String MAX_CONNECTIONS = "200";

  private final Path program;
  private final Path files;
  private final int port;
  private Process postmaster;

  private PostgresProcess(Path program, Path files, int port) {
    this.program = program;
    this.files = files;
    this.port = port;
  }

  /** Makes a database under a new folder and starts it. */
  public static PostgresProcess start(Path folder) throws IOException {
    Path files = folder.resolve("postgres").toAbsolutePath();
    Path unpacked = Path.of("target", "proof-postgres").toAbsolutePath();
    // The library unpacks the program and runs initdb.
    EmbeddedPostgres.builder()
        .setDataDirectory(files)
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(unpacked.toFile())
        .setLocaleConfig("locale", "C")
        .setPGStartupWait(HangGuard.LIMIT)
        .start()
        .close();
    PostgresProcess postgres = new PostgresProcess(program(unpacked), files, Ports.free());
    postgres.startAgain();
    return postgres;
  }

  void startAgain() throws IOException {
    postmaster = run();
    Eventually.isTrue(
        "PostgreSQL, which writes to " + log(),
        () -> {
          if (answers()) {
            return true;
          }
          if (!postmaster.isAlive()) {
            // The children of a killed postmaster still hold its files, until they notice.
            postmaster = run();
          }
          return false;
        });
  }

  /** SIGKILL to the postmaster, as the power button or the kernel's memory killer does it. */
  void kill() {
    Processes.kill(postmaster);
  }

  /** For the product. */
  public String url() {
    return url("postgres");
  }

  String url(String database) {
    return "postgresql://postgres@localhost:" + port + "/" + database;
  }

  public String jdbcUrl() {
    return jdbcUrl("postgres");
  }

  String jdbcUrl(String database) {
    return "jdbc:postgresql://localhost:" + port + "/" + database + "?user=postgres";
  }

  @Override
  public void close() {
    Processes.stop(postmaster);
  }

  private Process run() throws IOException {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      // PostgreSQL refuses to run as root; in a user namespace of its own nobody is root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(
        List.of(
            program.toString(),
            "-D",
            files.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=localhost",
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on",
            "-c",
            "full_page_writes=on",
            "-c",
            "max_connections=" + MAX_CONNECTIONS));
    return Processes.start(new ProcessBuilder(command), log());
  }

  private Path log() {
    return files.resolveSibling("postgres.log");
  }

  private boolean answers() {
    try (var connection = DriverManager.getConnection(jdbcUrl());
        var statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (SQLException e) {
      return false;
    }
  }

  private static Path program(Path unpacked) throws IOException {
    try (Stream<Path> found = Files.find(unpacked, 4, (path, a) -> path.endsWith("bin/postgres"))) {
      return found.findFirst().orElseThrow();
    }
  }
}
