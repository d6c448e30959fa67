package app.durus.product.server;

import app.durus.server.database.DatabaseAddress;
import app.durus.server.database.embedded.EmbeddedDatabase;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.Ports;
import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.HangGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The packaged product as an operator runs it: {@code java -jar salafi-durus.jar serve}, a process
 * of its own with a data folder of its own. After a stop and a start it has the same address and
 * data. For a browser the server was only unreachable meanwhile.
 */
public final class Product implements AutoCloseable {

  private final Path dataFolder;
  private final Path log;
  private final int port;
  private final Map<String, String> environment;
  private final List<String> serving;
  private Process process;

  private Product(
      Path dataFolder, int port, Map<String, String> environment, List<String> serving) {
    this.environment = environment;
    this.serving = serving;
    this.dataFolder = dataFolder;
    this.log = dataFolder.resolveSibling(dataFolder.getFileName() + ".log");
    this.port = port;
  }

  /** Starts it with the demo library on a free port and waits until it serves. */
  public static Product start(Path dataFolder) throws IOException, InterruptedException {
    return start(dataFolder, Map.of());
  }

  /** The same, configured. */
  public static Product start(Path dataFolder, Map<String, String> environment)
      throws IOException, InterruptedException {
    return start(new Product(dataFolder, Ports.free(), environment, List.of("serve", "--demo")));
  }

  /** The same without any recordings. */
  public static Product startEmpty(Path dataFolder) throws IOException, InterruptedException {
    return start(new Product(dataFolder, Ports.free(), Map.of(), List.of("serve")));
  }

  /** The same at a port that the test chose, for an address that two servers use in turn. */
  public static Product startAt(Path dataFolder, int port)
      throws IOException, InterruptedException {
    return start(new Product(dataFolder, port, Map.of(), List.of("serve")));
  }

  private static Product start(Product product) throws IOException, InterruptedException {
    product.startAgain();
    return product;
  }

  public void startAgain() throws IOException, InterruptedException {
    ProcessBuilder serve = command(dataFolder, serving.toArray(String[]::new));
    serve.environment().put("PORT", Integer.toString(port));
    serve.environment().putAll(environment);
    process =
        serve
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    PackagedJar.awaitServing(process, port, log);
  }

  /** Stops it as Ctrl-C would, and waits until the process has ended. */
  public void stop() {
    process.destroy();
    Eventually.ended("the product, which was told to stop", process);
  }

  /** The status and the output of a command. */
  public record Ended(int status, String output) {}

  /** Runs another command of the same jar on the same data folder, to its end. */
  public Ended run(String... arguments) throws IOException, InterruptedException {
    return run(dataFolder, Map.of("PORT", Integer.toString(port)), arguments);
  }

  /** Runs a command of the jar to its end. */
  public static Ended run(Path dataFolder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run(command(dataFolder, arguments), environment, arguments);
  }

  /** The same in another working directory, without naming the data folder. */
  public static Ended runElsewhere(
      Path workingFolder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder command =
        PackagedJar.command(
            PackagedJar.PATH.toAbsolutePath(), List.of(), workingFolder, List.of(arguments));
    command.environment().remove("DATA_DIR");
    return run(command.directory(workingFolder.toFile()), environment, arguments);
  }

  private static Ended run(
      ProcessBuilder command, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("durus", ".out");
    command.environment().putAll(environment);
    Process process = command.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(HangGuard.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "did not end: " + List.of(arguments) + "\n" + Files.readString(output));
    }
    return new Ended(process.exitValue(), Files.readString(output));
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return its status
   */
  public int awaitEnd() {
    return Eventually.ended("the product", process);
  }

  public boolean hasDatabaseRunning() {
    return Files.exists(dataFolder.resolve("postgres/postmaster.pid"));
  }

  /** All that it said so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  public Path dataFolder() {
    return dataFolder;
  }

  public int port() {
    return port;
  }

  public String url() {
    return "http://localhost:" + port;
  }

  /** The result of a query of one row and column, run in the product's own PostgreSQL. */
  public Optional<String> ask(String sql) throws SQLException {
    try (var connection = database();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    }
  }

  /** Runs a statement in the product's own PostgreSQL. */
  public void execute(String sql) throws SQLException {
    try (var connection = database();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection database() throws SQLException {
    DatabaseAddress address = EmbeddedDatabase.running(dataFolder).orElseThrow();
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private static ProcessBuilder command(Path dataFolder, String... arguments) {
    return PackagedJar.command(PackagedJar.PATH, List.of(), dataFolder, List.of(arguments));
  }
}
