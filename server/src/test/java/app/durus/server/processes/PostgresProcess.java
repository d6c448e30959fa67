package app.durus.server.processes;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.embedded.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the proof's own, as the product ships it. It can be killed and started again on
 * the same files and port. Nothing supervises it, so a kill hits the postmaster and nothing
 * restarts it.
 */
public final class PostgresProcess implements AutoCloseable {

  private static final Map<String, String> PARAMETERS = Map.of("max_connections", "200");

  private static final String PASSWORD = "postgres.password";

  private final Path folder;
  private final PostgresServer server;

  private PostgresProcess(Path folder, PostgresServer server) {
    this.folder = folder;
    this.server = server;
  }

  /** Makes a database under a new folder and starts it. */
  public static PostgresProcess start(Path folder) {
    return start(folder, List.of());
  }

  /**
   * The same.
   *
   * @param settings as {@code name=value}
   */
  public static PostgresProcess start(Path folder, List<String> settings) {
    PostgresProcess postgres = stopped(folder, settings);
    postgres.startAgain();
    return postgres;
  }

  /** As {@link #start(Path, List)}, but not started yet. */
  public static PostgresProcess stopped(Path folder, List<String> settings) {
    return new PostgresProcess(
        folder,
        PostgresServer.prepare(
            made(folder), Optional.empty(), parameters(settings), progress -> {}));
  }

  /**
   * The same with the programs that Debian installs.
   *
   * @param programs the folder of {@code initdb} and {@code postgres}
   */
  public static PostgresProcess stoppedOf(Path programs, Path folder, List<String> settings) {
    return new PostgresProcess(
        folder, PostgresServer.prepareOf(programs.getParent(), made(folder), parameters(settings)));
  }

  /**
   * A standby made from the files of this database, which is stopped. It was started before. It is
   * not started yet, and follows nothing: give it {@code primary_conninfo} by a setting.
   *
   * @param folder that does not exist yet
   * @param settings as {@code name=value}
   */
  public PostgresProcess standby(Path folder, List<String> settings) throws IOException {
    copy(passwordFile(), made(folder).resolve(PASSWORD));
    copy(files(), folder.toAbsolutePath().resolve("postgres"));
    Files.createFile(folder.resolve("postgres/standby.signal"));
    return stopped(folder, settings);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(from.relativize(one).toString()), COPY_ATTRIBUTES);
      }
    }
  }

  /**
   * Gives a file, such as a private key, to the account that the database's processes run under.
   */
  public void give(Path file) throws IOException {
    Files.setOwner(file, Files.getOwner(files()));
  }

  public void startAgain() {
    server.start();
    Processes.endWithProof(server.process());
  }

  /** Whether its postmaster runs. */
  public boolean isAlive() {
    return server.process().isAlive();
  }

  /** SIGKILL to the postmaster, as after a power failure or by the kernel's OOM killer. */
  public void kill() {
    Processes.kill(server.process());
  }

  /** Stops it in order, as an operator does: clients are disconnected. It can be started again. */
  public void stop() {
    server.pause();
  }

  /** SIGSTOP to the postmaster and all its children: connections stay open and nothing answers. */
  public void freeze() throws IOException {
    Processes.signal("STOP", family());
  }

  /** The opposite. */
  public void thaw() throws IOException {
    Processes.signal("CONT", family());
  }

  /** SIGKILL to the postmaster and all its children: what they had not read yet is gone. */
  public void killAll() throws IOException {
    Processes.signal("KILL", family());
    Processes.kill(server.process());
  }

  private List<ProcessHandle> family() {
    ProcessHandle postmaster = server.process().toHandle();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
  }

  public int port() {
    return server.address().port();
  }

  public Path files() {
    return folder.toAbsolutePath().resolve("postgres");
  }

  /** The file with the password of this database's only user. */
  public Path passwordFile() {
    return folder.toAbsolutePath().resolve(PASSWORD);
  }

  public Path log() {
    return folder.resolve("postgres.log");
  }

  /** For the product. */
  public String url() {
    return url("postgres");
  }

  public String url(String database) {
    return url(server.address().host(), port(), database);
  }

  /** The same at another address, such as a proxy's. */
  public String urlAt(String host, int port) {
    return url(host, port, "postgres");
  }

  /** For the product, which finds out which of the two is the primary. */
  public String urlOfBoth(PostgresProcess other) {
    return url().replace(":" + port() + "/", ":" + port() + ",127.0.0.1:" + other.port() + "/")
        + "?target_session_attrs=read-write";
  }

  private String url(String host, int port, String database) {
    DatabaseAddress address = server.address();
    return String.format(
        Locale.ROOT,
        "postgresql://%s:%s@%s:%d/%s",
        address.user(),
        address.password(),
        host,
        port,
        database);
  }

  public String jdbcUrl() {
    return jdbcUrl("postgres");
  }

  public String jdbcUrl(String database) {
    return jdbcUrl(server.address(), database);
  }

  /** The URL with the password, for a client that has only the URL. */
  public static String jdbcUrl(DatabaseAddress address, String database) {
    return String.format(
        Locale.ROOT,
        "jdbc:postgresql://%s:%d/%s?user=%s&password=%s",
        address.host(),
        address.port(),
        database,
        address.user(),
        address.password());
  }

  @Override
  public void close() {
    server.stop();
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> parameters(List<String> settings) {
    Map<String, String> parameters = new LinkedHashMap<>(PARAMETERS);
    for (String setting : settings) {
      String[] words = setting.split("=", 2);
      parameters.put(words[0], words[1]);
    }
    return parameters;
  }
}
