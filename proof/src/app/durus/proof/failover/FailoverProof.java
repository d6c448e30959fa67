package app.durus.proof.failover;

import app.durus.proof.crash.CrashRound;
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
import java.util.SplittableRandom;

/**
 * {@code proof/failover}: while devices push, the primary dies and its synchronous standby is
 * promoted. Whatever a device was told is on the standby before the promotion. Devices are told
 * another epoch only by a promotion. Every device is served again at most 10 s after it. At the end
 * all devices, a new device and the oracle agree.
 */
final class FailoverProof {

  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(10);
  private static final int FAILOVERS_A_ROUND = 3;
  private static final int FAILOVERS_BRIEFLY = 2;

  private FailoverProof() {}

  public static void main(String[] arguments) throws Exception {
    System.exit(run(ProofOptions.of(List.of(), arguments)) ? 0 : 1);
  }

  private static boolean run(ProofOptions options) throws Exception {
    ProofLog log = new ProofLog("failover");
    long first = options.from(log);
    long next = first;
    int failovers = 0;
    int answered = 0;
    Duration slowest = Duration.ZERO;
    List<String> faults = new ArrayList<>();
    Instant begun = Instant.now();
    Instant until = begun.plus(options.time());
    try (ProofFolder folder = new ProofFolder();
        FailoverHarness harness =
            FailoverHarness.start(
                DebianPostgres.programs(), folder.path(), new SplittableRandom(first))) {
      do {
        CrashRound round = new CrashRound(harness, new SplittableRandom(next++));
        try {
          round.run(options.brief() ? FAILOVERS_BRIEFLY : FAILOVERS_A_ROUND);
        } catch (DivergenceException | AssertionError e) {
          faults.add("seed " + (next - 1) + ": " + e);
        }
        failovers += round.kills();
        answered += round.answered();
        slowest = slowest.compareTo(round.slowest()) > 0 ? slowest : round.slowest();
      } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
      if (faults.isEmpty()) {
        // After a fault there may be no primary to ask.
        harness.epochs().fault().ifPresent(faults::add);
        harness.tables().faultyRevisions().ifPresent(faults::add);
      }
      harness
          .stackTraces()
          .forEach(trace -> faults.add("the server's log contains a stack trace:\n" + trace));
    }
    if (slowest.compareTo(RECOVERY_LIMIT) > 0) {
      faults.add("served again only after " + slowest.toMillis() + " ms");
    }
    faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d failovers, %d pushes answered, served again within %d ms after the promotion, %d faults",
            failovers,
            answered,
            slowest.toMillis(),
            faults.size()));
    return faults.isEmpty();
  }
}
