package app.durus.proof.database;

import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.Processes;
import app.durus.server.waiting.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The packaged server with its embedded database. First the database's postmaster is killed. The
 * next time the postmaster and its children are stopped for some seconds.
 */
final class EmbeddedDatabaseHarness extends DatabaseHarness {

  /** The server stops trying when its database ends more than five times in ten minutes. */
  private static final Duration BETWEEN_KILLS = Duration.ofMinutes(3);

  private final ServerProcess server;
  private final Path postmasterFile;
  private final ProofTables tables;
  private Instant nextKill = Instant.MIN;
  private List<ProcessHandle> frozen = List.of();

  private EmbeddedDatabaseHarness(ServerProcess server, Path postmasterFile) {
    this.server = server;
    this.postmasterFile = postmasterFile;
    // The database keeps its port and its password through every fault.
    this.tables = new ProofTables(server.embeddedJdbcUrl());
  }

  static EmbeddedDatabaseHarness start(Path folder, String heap)
      throws IOException, InterruptedException {
    Path data = folder.resolve("server");
    ServerProcess server = ServerProcess.start(data, Optional.empty(), heap);
    return new EmbeddedDatabaseHarness(server, data.resolve("postgres").resolve("postmaster.pid"));
  }

  @Override
  public ServerProcess server() {
    return server;
  }

  @Override
  public ProofTables tables() {
    return tables;
  }

  @Override
  int faultsARound() {
    return 2;
  }

  @Override
  boolean takesServerAway() {
    return false;
  }

  @Override
  public void kill() throws IOException {
    ProcessHandle postmaster = postmaster();
    if (Instant.now().isAfter(nextKill)) {
      nextKill = Instant.now().plus(BETWEEN_KILLS);
      postmaster.destroyForcibly();
    } else {
      frozen = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
      Processes.signal("STOP", frozen);
    }
  }

  /** The server must start a killed database itself, at once. */
  @Override
  public void startAgain() throws IOException, InterruptedException {
    if (!frozen.isEmpty()) {
      Pause.pace(HELD.toMillis());
      thaw();
    }
  }

  private void thaw() throws IOException {
    if (!frozen.isEmpty()) {
      Processes.signal("CONT", frozen);
      frozen = List.of();
    }
  }

  private ProcessHandle postmaster() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(postmasterFile).getFirst().strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    thaw();
    server.close();
  }
}
