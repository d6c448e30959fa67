package app.durus.proof.failover;

import app.durus.proof.crash.CrashRound;
import app.durus.proof.crash.FaultHarness;
import app.durus.proof.devices.Epochs;
import app.durus.proof.devices.UnansweredException;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.server.ProofTables;
import app.durus.proof.server.ServerProcess;
import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.Pause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The packaged server, a primary and its synchronous standby. The primary is killed, in half of the
 * cases after its standby has been silent for a while. The standby is promoted; the former primary
 * becomes the standby before the next fault.
 */
final class FailoverHarness implements FaultHarness, AutoCloseable {

  private static final String HEAP = "256m";

  /** Longer than each of the server's own limits. */
  private static final Duration SILENT = Duration.ofSeconds(6);

  private final ReplicatedPostgres postgres;
  private final ServerProcess server;
  private final SplittableRandom random;
  private final Epochs epochs = new Epochs(true);
  private final Set<Thread> unanswered = ConcurrentHashMap.newKeySet();
  private volatile boolean killed;
  private boolean hasStandby = true;

  private FailoverHarness(
      ReplicatedPostgres postgres, ServerProcess server, SplittableRandom random) {
    this.postgres = postgres;
    this.server = server;
    this.random = random;
  }

  /**
   * @param programs of Debian's PostgreSQL
   */
  static FailoverHarness start(Path programs, Path folder, SplittableRandom random)
      throws Exception {
    ReplicatedPostgres postgres = new ReplicatedPostgres(programs, folder);
    ServerProcess server =
        ServerProcess.start(
            folder.resolve("server"),
            Optional.of(postgres.standby().urlOfBoth(postgres.primary())),
            HEAP);
    FailoverHarness harness = new FailoverHarness(postgres, server, random);
    harness.tables().stock();
    harness.tables().installRevisionLog();
    harness.epochs.begun(harness.tables().presentEpoch());
    return harness;
  }

  @Override
  public ServerProcess server() {
    return server;
  }

  @Override
  public ProofTables tables() {
    return new ProofTables(postgres.primary().jdbcUrl());
  }

  /** A promotion begins another timeline, so devices start over. */
  @Override
  public boolean restoresABackup() {
    return true;
  }

  @Override
  public Epochs epochs() {
    return epochs;
  }

  /** Ends when every device was left without an answer, so that no earlier answer is under way. */
  @Override
  public void kill() throws Exception {
    if (!hasStandby) {
      postgres.replicate();
      hasStandby = true;
    }
    boolean standbyIsSilent = random.nextBoolean();
    if (standbyIsSilent) {
      postgres.standby().freeze();
      Pause.pace(SILENT.toMillis());
    }
    postgres.primary().kill();
    unanswered.clear();
    killed = true;
    if (standbyIsSilent) {
      // What the primary sent meanwhile waits in the standby's sockets, and is to be lost.
      postgres.standby().killAll();
      postgres.standby().startAgain();
    }
    Eventually.isTrue(
        "all devices without an answer", () -> unanswered.size() >= CrashRound.DEVICES);
    killed = false;
  }

  /** What a device has been told is on the standby before it is promoted. */
  @Override
  public void lasts(Map<UUID, Long> seen) throws Exception {
    for (Map.Entry<UUID, Long> one : seen.entrySet()) {
      long there = postgres.revisionOnStandby(one.getKey());
      DivergenceException.unless(
          there >= one.getValue(),
          "revision " + one.getValue() + " was answered, and the standby has " + there);
    }
  }

  @Override
  public void unanswered(UnansweredException how, Duration took) throws DivergenceException {
    if (killed) {
      unanswered.add(Thread.currentThread());
    }
    DivergenceException.unless(how.status() == 503, "not 503: " + how.getMessage());
  }

  @Override
  public void startAgain() throws Exception {
    postgres.promote();
    hasStandby = false;
    epochs.begun(tables().presentEpoch());
  }

  /** What the server logged as unexpected. */
  List<String> stackTraces() throws Exception {
    return server.stackTracesInLog();
  }

  @Override
  public void close() {
    server.close();
    postgres.close();
  }
}
