package app.durus.proof.restore;

import app.durus.proof.crash.CrashRound;
import app.durus.proof.run.DivergenceException;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.server.processes.ProofFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * {@code proof/restore}: a backup is made while devices push, everything is lost, and the backup is
 * restored. Devices offer again what they hold (R13). Nothing that was acknowledged is lost, also
 * of what came after the backup, and nobody signs up again. The seed decides what is written and
 * when everything is lost.
 */
final class RestoreProof {

  private static final int RESTORES_A_ROUND = 3;
  private static final int RESTORES_A_BRIEF_ROUND = 1;

  private RestoreProof() {}

  public static void main(String[] arguments) throws Exception {
    ProofOptions options = ProofOptions.of(List.of(), arguments);
    ProofLog log = new ProofLog("restore");
    long first = options.from(log);
    long next = first;
    int restores = 0;
    int answered = 0;
    List<String> faults = new ArrayList<>();
    Instant begun = Instant.now();
    Instant until = begun.plus(options.time());
    Duration slowest;
    try (ProofFolder folder = new ProofFolder();
        RestoreHarness harness = RestoreHarness.start(folder.path(), new SplittableRandom(first))) {
      do {
        CrashRound round = new CrashRound(harness, new SplittableRandom(next++));
        try {
          round.run(options.brief() ? RESTORES_A_BRIEF_ROUND : RESTORES_A_ROUND);
        } catch (DivergenceException | AssertionError e) {
          faults.add("seed " + (next - 1) + ": " + e);
        }
        restores += round.kills();
        answered += round.answered();
      } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
      slowest = harness.slowestRestore();
    }
    faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d backups restored within %d ms, %d pushes answered, %d faults",
            restores,
            slowest.toMillis(),
            answered,
            faults.size()));
    System.exit(faults.isEmpty() ? 0 : 1);
  }
}
