package app.durus.proof.server;

import app.durus.server.database.embedded.EmbeddedDatabase;
import app.durus.server.processes.Http;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.Ports;
import app.durus.server.processes.PostgresProcess;
import app.durus.server.processes.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The packaged product as a process. It keeps its port when it is started again. */
public final class ServerProcess implements AutoCloseable {

  /** How many lines of a failure are shown. */
  private static final int STACK_LINES = 8;

  /** How each line of a stack trace begins. */
  private static final String FRAME = "\tat ";

  private final Path jar;
  private final Path folder;
  private final Optional<String> databaseUrl;
  private final String heap;
  private final List<String> options;
  private final int port;
  private final HttpClient client = Http.client();
  private List<String> jvm = List.of();
  private Process process;

  private ServerProcess(
      Path jar,
      Path folder,
      Optional<String> databaseUrl,
      String heap,
      List<String> options,
      int port) {
    this.jar = jar;
    this.options = options;
    this.folder = folder;
    this.databaseUrl = databaseUrl;
    this.heap = heap;
    this.port = port;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param folder its data; the log is written beside it
   * @param databaseUrl empty for the embedded database
   * @param heap as {@code -Xmx} takes it
   * @param options of {@code serve}
   */
  public static ServerProcess start(
      Path folder, Optional<String> databaseUrl, String heap, String... options)
      throws IOException, InterruptedException {
    return start(PackagedJar.PATH, folder, databaseUrl, heap, options);
  }

  /** As the other method, with another build. */
  public static ServerProcess start(
      Path jar, Path folder, Optional<String> databaseUrl, String heap, String... options)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    ServerProcess server =
        new ServerProcess(jar, folder, databaseUrl, heap, List.of(options), Ports.free());
    server.startAgain();
    return server;
  }

  /**
   * Stops it in order and starts it again. All later starts take a fraction of the CPU time: they
   * use an archive of the classes that this run loaded, and no optimizing compiler, which pays only
   * in long runs. The server behaves the same.
   */
  public void startCheaplyFromNowOn() throws IOException, InterruptedException {
    Path archive = folder.resolveSibling(folder.getFileName() + ".jsa").toAbsolutePath();
    Processes.stop(process);
    jvm = List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:aot=off");
    startAgain();
    Processes.stop(process);
    jvm = List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=error", "-XX:TieredStopAtLevel=1");
    startAgain();
  }

  public void startAgain() throws IOException, InterruptedException {
    begin();
    PackagedJar.awaitServing(process, port, log());
  }

  /** Starts it without waiting until it serves. */
  public void begin() throws IOException {
    process = run();
  }

  /**
   * Sends SIGTERM and waits until the process has ended.
   *
   * @return how long that took
   */
  public Duration end() {
    Instant told = Instant.now();
    Processes.stop(process);
    return Duration.between(told, Instant.now());
  }

  /** Sends SIGKILL: the process ends at once and finishes nothing. */
  public void kill() {
    Processes.kill(process);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public URI uri() {
    return URI.create("http://localhost:" + port);
  }

  public int port() {
    return port;
  }

  /** The JDBC address of its own database when that is embedded. */
  public String embeddedJdbcUrl() {
    return PostgresProcess.jdbcUrl(EmbeddedDatabase.running(folder).orElseThrow(), "postgres");
  }

  /** The most memory that it ever had resident; 0 where the system does not say. */
  public long peakMemoryMib() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  public boolean healthy() throws InterruptedException {
    return PackagedJar.serves(client, port);
  }

  /** The failures of its own that it logged, with the beginning of each stack. */
  public List<String> errorsInLog() throws IOException {
    List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(" ERROR ")) {
        errors.add(String.join("\n", lines.subList(i, Math.min(lines.size(), i + STACK_LINES))));
      }
    }
    return errors;
  }

  /** All stack traces in its log, each with the lines around its beginning. */
  public List<String> stackTracesInLog() throws IOException {
    List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
    List<String> traces = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FRAME) && !lines.get(i - 1).startsWith(FRAME)) {
        List<String> around =
            lines.subList(Math.max(0, i - 2), Math.min(lines.size(), i + STACK_LINES));
        traces.add(String.join("\n", around));
      }
    }
    return traces;
  }

  public Path log() {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  @Override
  public void close() {
    Processes.stop(process);
    client.close();
  }

  private Process run() throws IOException {
    List<String> machine = new ArrayList<>(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"));
    machine.addAll(jvm);
    List<String> serve = new ArrayList<>(List.of("serve"));
    serve.addAll(options);
    ProcessBuilder builder = PackagedJar.command(jar, machine, folder, serve);
    builder.environment().put("PORT", Integer.toString(port));
    databaseUrl.ifPresent(url -> builder.environment().put("DATABASE_URL", url));
    return Processes.start(builder, log());
  }
}
