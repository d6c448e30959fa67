package app.durus.proof.database;

import app.durus.proof.crash.CrashRound;
import app.durus.proof.database.DatabaseHarness.Fault;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.server.processes.DebianPostgres;
import app.durus.server.processes.ProofFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * {@code proof/database}: while devices push, the database has one fault after another. It is
 * killed, stopped, restarted, cut off, silent, slow, read-only, full or late, or another instance
 * hangs in a transaction. The server's own database is killed and stopped. The server is told to
 * end while the database is silent. Pushes are answered, or get 503 with {@code Retry-After} in
 * seconds. Acknowledged pushes are stored. Every device is served again at most 10 s after the
 * fault ends, and the server's log has no stack trace.
 */
final class DatabaseProof {

  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(10);

  /**
   * One fault of each kind: refused connections, silence, and a hanging lock. All faults take
   * minutes.
   */
  private static final Set<Fault> BRIEFLY = Set.of(Fault.KILLED, Fault.SILENT, Fault.STUCK);

  private DatabaseProof() {}

  public static void main(String[] arguments) throws Exception {
    List<String> parts = Stream.of(Fault.values()).map(DatabaseProof::part).toList();
    ProofOptions options = ProofOptions.of(parts, arguments);
    boolean holds = true;
    for (Fault fault : Fault.values()) {
      boolean isWanted =
          options.only().isPresent()
              ? options.wants(part(fault))
              : !options.brief() || BRIEFLY.contains(fault);
      holds &= !isWanted || run(fault, options);
    }
    System.exit(holds ? 0 : 1);
  }

  private static String part(Fault fault) {
    return fault.name().toLowerCase(Locale.ROOT);
  }

  private static boolean run(Fault fault, ProofOptions options) throws Exception {
    if (fault == Fault.FULL && !SmallDisk.canBeMounted()) {
      System.out.println(
          "proof/database: the part full was skipped, because it needs root to mount a small disk");
      return true;
    }
    ProofLog log = new ProofLog("database, " + part(fault));
    long first = options.from(log);
    long next = first;
    int faultsDone = 0;
    int answered = 0;
    int refused;
    long slowestMs;
    String more;
    List<String> faults = new ArrayList<>();
    Instant begun = Instant.now();
    Instant until = begun.plus(options.timeOf(1, Fault.values().length));
    Duration recovery = Duration.ZERO;
    try (ProofFolder folder = new ProofFolder();
        DatabaseHarness harness =
            DatabaseHarness.start(fault, DebianPostgres.programs(), folder.path())) {
      do {
        CrashRound round = new CrashRound(harness, new SplittableRandom(next++));
        try {
          round.run(harness.faultsARound());
        } catch (DivergenceException | AssertionError e) {
          faults.add("seed " + (next - 1) + ": " + e);
        }
        faultsDone += round.kills();
        answered += round.answered();
        recovery = recovery.compareTo(round.slowest()) > 0 ? recovery : round.slowest();
        if (faults.isEmpty()) {
          harness.awaitHealth();
        }
      } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
      harness.tables().faultyRevisions().ifPresent(faults::add);
      refused = harness.refused();
      slowestMs = harness.slowestMs();
      more = harness.figures();
      harness
          .stackTraces()
          .forEach(trace -> faults.add("the server's log contains a stack trace:\n" + trace));
    }
    if (recovery.compareTo(RECOVERY_LIMIT) > 0) {
      faults.add(
          "served again only after "
              + recovery.toMillis()
              + " ms, the limit is "
              + RECOVERY_LIMIT.toMillis()
              + " ms");
    }
    faults.forEach(one -> System.out.println("DIVERGED: " + one));
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d database faults, %d pushes answered, %d pushes refused with Retry-After,"
                + " slowest answer %d ms, served again within %d ms%s, %d faults",
            faultsDone,
            answered,
            refused,
            slowestMs,
            recovery.toMillis(),
            more,
            faults.size()));
    return faults.isEmpty();
  }
}
