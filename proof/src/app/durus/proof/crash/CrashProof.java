package app.durus.proof.crash;

import app.durus.proof.crash.CrashHarness.Victim;
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
import java.util.stream.Stream;

/**
 * {@code proof/crash}: while devices push, SIGKILL hits the server, the database, or the server
 * that runs its own database, at random moments. Then it is started again. A round has its own
 * listeners and several kills. It ends when every device has every state. The seed decides what is
 * written and when the kills come. {@link ImportCrash} is the part about imports.
 */
final class CrashProof {

  private static final int PARTS = Victim.values().length + 1;
  private static final int KILLS_A_ROUND = 5;
  private static final int KILLS_A_BRIEF_ROUND = 2;

  private CrashProof() {}

  public static void main(String[] arguments) throws Exception {
    List<String> parts =
        Stream.concat(Stream.of(Victim.values()).map(CrashProof::part), Stream.of(ImportCrash.PART))
            .toList();
    ProofOptions options = ProofOptions.of(parts, arguments);
    boolean holds = true;
    for (Victim victim : Victim.values()) {
      holds &= !options.wants(part(victim)) || run(victim, options);
    }
    holds &= !options.wants(ImportCrash.PART) || ImportCrash.run(options, PARTS);
    System.exit(holds ? 0 : 1);
  }

  private static String part(Victim victim) {
    return victim.name().toLowerCase(Locale.ROOT);
  }

  private static boolean run(Victim victim, ProofOptions options) throws Exception {
    ProofLog log = new ProofLog("crash of " + victim.description());
    long first = options.from(log);
    long next = first;
    int kills = 0;
    int answered = 0;
    List<String> faults = new ArrayList<>();
    Instant begun = Instant.now();
    Instant until = begun.plus(options.timeOf(1, PARTS));
    Duration slowest = Duration.ZERO;
    long revisions;
    try (ProofFolder folder = new ProofFolder();
        CrashHarness harness = CrashHarness.start(victim, folder.path())) {
      do {
        CrashRound round = new CrashRound(harness, new SplittableRandom(next++));
        int planned = options.brief() ? KILLS_A_BRIEF_ROUND : KILLS_A_ROUND;
        try {
          round.run(planned);
        } catch (DivergenceException | AssertionError e) {
          faults.add("seed " + (next - 1) + ": " + e);
        }
        kills += round.kills();
        answered += round.answered();
        slowest = slowest.compareTo(round.slowest()) > 0 ? slowest : round.slowest();
      } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
      harness.tables().faultyRevisions().ifPresent(faults::add);
      revisions = harness.tables().revisions();
    }
    faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d kills, %d pushes answered, %d revisions, served again within %d ms, %d faults",
            kills,
            answered,
            revisions,
            slowest.toMillis(),
            faults.size()));
    return faults.isEmpty();
  }
}
