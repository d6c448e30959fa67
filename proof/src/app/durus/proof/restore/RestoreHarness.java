package app.durus.proof.restore;

import app.durus.proof.crash.CrashRound;
import app.durus.proof.crash.FaultHarness;
import app.durus.proof.devices.UnansweredException;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.Processes;
import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The packaged server with its own database. It is backed up while devices push. After some more
 * pushes the server is killed and its data folder deleted, and the backup is restored into a new
 * one.
 */
final class RestoreHarness implements FaultHarness, AutoCloseable {

  private static final String HEAP = "256m";
  private static final long MAX_PUSHING_MS = 500;

  private final Path data;
  private final Path backup;
  private final ServerProcess server;
  private final SplittableRandom random;
  private final Set<Thread> unanswered = ConcurrentHashMap.newKeySet();
  private volatile boolean killed;
  private Duration slowestRestore = Duration.ZERO;

  private RestoreHarness(Path folder, ServerProcess server, SplittableRandom random) {
    this.data = folder.resolve("server");
    this.backup = folder.resolve("backup");
    this.server = server;
    this.random = random;
  }

  static RestoreHarness start(Path folder, SplittableRandom random)
      throws IOException, InterruptedException, SQLException {
    ServerProcess server = ServerProcess.start(folder.resolve("server"), Optional.empty(), HEAP);
    server.startCheaplyFromNowOn();
    RestoreHarness harness = new RestoreHarness(folder, server, random);
    harness.tables().stock();
    return harness;
  }

  /** The longest time that the command {@code restore} took. */
  Duration slowestRestore() {
    return slowestRestore;
  }

  @Override
  public ServerProcess server() {
    return server;
  }

  @Override
  public ProofTables tables() {
    return new ProofTables(server.embeddedJdbcUrl());
  }

  @Override
  public boolean restoresABackup() {
    return true;
  }

  /** Ends when every device knows that the server is gone, so that no answer is under way. */
  @Override
  public void kill() throws Exception {
    run("backup", backup);
    Pause.random(MAX_PUSHING_MS, random);
    unanswered.clear();
    server.kill();
    killed = true;
    Eventually.isTrue(
        "all devices without an answer", () -> unanswered.size() >= CrashRound.DEVICES);
    killed = false;
  }

  @Override
  public void unanswered(UnansweredException how, Duration took) {
    if (killed) {
      unanswered.add(Thread.currentThread());
    }
  }

  @Override
  public void startAgain() throws Exception {
    awaitDatabaseGone();
    deleteData();
    long begun = System.nanoTime();
    run("restore", backup);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    slowestRestore = took.compareTo(slowestRestore) > 0 ? took : slowestRestore;
    server.startAgain();
  }

  /** The database outlives its owner. An operator's lost disk would take it along. */
  private void awaitDatabaseGone() throws IOException, InterruptedException {
    Path postmaster = data.resolve("postgres").resolve("postmaster.pid");
    if (!Files.exists(postmaster)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(postmaster).getFirst().strip());
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    process.ifPresent(
        running -> {
          Stream.concat(Stream.of(running), running.descendants().toList().stream())
              .forEach(ProcessHandle::destroyForcibly);
        });
    Eventually.isTrue("the database's end", () -> process.filter(ProcessHandle::isAlive).isEmpty());
  }

  private void deleteData() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.createDirectories(data);
  }

  /** Runs an operator's command beside the server, or without one. */
  private void run(String command, Path argument) throws IOException, InterruptedException {
    Path log = backup.resolveSibling(command + ".log");
    Process process =
        Processes.start(
            PackagedJar.command(
                PackagedJar.PATH,
                List.of("-Xmx" + HEAP),
                data,
                List.of(command, argument.toString())),
            log);
    int status = process.waitFor();
    if (status != 0) {
      throw new AssertionError(
          command + " ended with status " + status + ":\n" + Files.readString(log));
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
