package app.durus.server.simulation;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the proof's own, with every promise of durability on, that can be killed and
 * started again on the same files and port. Its processes are started directly, so that a kill hits
 * the postmaster and nothing nurses it.
 */
public final class PostgresProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String MAX_CONNECTIONS = "200";

  private final Path program;
  private final Path files;
  private final int port;
  private final List<String> settings;
  private Process postmaster;

  private PostgresProcess(Path program, Path files, int port, List<String> settings) {
    this.program = program;
    this.files = files;
    this.port = port;
    this.settings = List.copyOf(settings);
  }

  /** Makes a database under a new folder and starts it. */
  public static PostgresProcess start(Path folder) throws IOException, InterruptedException {
    return start(folder, List.of());
  }

  /**
   * The same.
   *
   * @param settings as {@code name=value}
   */
  public static PostgresProcess start(Path folder, List<String> settings)
      throws IOException, InterruptedException {
    Path files = folder.resolve("postgres").toAbsolutePath();
    PostgresProcess postgres =
        new PostgresProcess(madeByLibrary(files), files, Ports.free(), settings);
    postgres.startAgain();
    return postgres;
  }

  /** As {@link #start(Path, List)}, not started yet. */
  public static PostgresProcess stopped(Path folder, List<String> settings) throws IOException {
    Path files = folder.resolve("postgres").toAbsolutePath();
    return new PostgresProcess(madeByLibrary(files), files, Ports.free(), settings);
  }

  /**
   * The same of the programs that Debian installs.
   *
   * @param programs the folder of {@code initdb} and {@code postgres}
   */
  static PostgresProcess startOf(Path programs, Path folder, List<String> settings)
      throws IOException, InterruptedException {
    Path files = Files.createDirectories(folder).resolve("postgres").toAbsolutePath();
    PostgresProcess postgres =
        new PostgresProcess(programs.resolve("postgres"), files, Ports.free(), settings);
    Process initdb =
        Processes.start(
            new ProcessBuilder(
                notAsRoot(
                    programs.resolve("initdb").toString(),
                    "-D",
                    files.toString(),
                    "-U",
                    "postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C")),
            postgres.log());
    if (initdb.waitFor() != 0) {
      throw new IllegalStateException("initdb failed: see " + postgres.log());
    }
    postgres.startAgain();
    return postgres;
  }

  private static Path madeByLibrary(Path files) throws IOException {
    Path unpacked = Path.of("target", "proof-postgres").toAbsolutePath();
    // The library unpacks the program and runs initdb.
    EmbeddedPostgres.builder()
        .setDataDirectory(files)
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(unpacked.toFile())
        .setLocaleConfig("locale", "C")
        .start()
        .close();
    return program(unpacked);
  }

  public void startAgain() throws IOException, InterruptedException {
    Instant limit = Instant.now().plus(START_LIMIT);
    postmaster = run();
    while (!answers()) {
      if (Instant.now().isAfter(limit)) {
        throw new IllegalStateException("PostgreSQL does not start: see " + log());
      }
      if (!postmaster.isAlive()) {
        // The children of a killed postmaster take a moment to notice.
        Thread.sleep(50);
        postmaster = run();
      }
      Thread.sleep(20);
    }
  }

  /** SIGKILL to the postmaster, as the power button or the kernel's memory killer does it. */
  void kill() {
    Processes.kill(postmaster);
  }

  /** In order, as an operator restarts it: clients are sent away. */
  void stop() throws IOException {
    // SIGINT, the fast shutdown; SIGTERM waits for clients to leave.
    Processes.signal("INT", List.of(postmaster.toHandle()));
    Processes.awaitEnd(postmaster);
  }

  /** SIGSTOP to the postmaster and all its children: everything is there and nothing moves. */
  void freeze() throws IOException {
    Processes.signal("STOP", family());
  }

  /** The opposite. */
  void thaw() throws IOException {
    Processes.signal("CONT", family());
  }

  private List<ProcessHandle> family() {
    return Stream.concat(Stream.of(postmaster.toHandle()), postmaster.toHandle().descendants())
        .toList();
  }

  public int port() {
    return port;
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
    List<String> command =
        notAsRoot(
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
            "unix_socket_directories=",
            "-c",
            "max_connections=" + MAX_CONNECTIONS);
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
    return Processes.start(new ProcessBuilder(command), log());
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own nobody is root. */
  private static List<String> notAsRoot(String... command) {
    List<String> words = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      words.addAll(List.of("unshare", "-U"));
    }
    words.addAll(List.of(command));
    return words;
  }

  Path files() {
    return files;
  }

  Path log() {
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
