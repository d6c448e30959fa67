package app.durus.proof.steadiness;

import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.server.processes.ProofFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code proof/steadiness}: runs the test suites again and again while every core is busy: in
 * shuffled order, in other time zones and languages, with fakes that answer late and a clock a year
 * ahead. A test that fails here depends on its environment, or the product is wrong.
 */
final class SteadinessProof implements AutoCloseable {

  /** A slice that has begun runs to its end, so the last one may begin no later than this. */
  private static final Duration BRIEFLY = Duration.ofSeconds(25);

  private final BusyCores busy = new BusyCores();
  private final VitestRun vitest;
  private final JavaRun java;
  private final Map<Suite, Integer> passed = new EnumMap<>(Suite.class);
  private final List<String> failures = new ArrayList<>();
  private int skipped;

  private SteadinessProof(ProofFolder folder) throws Exception {
    vitest = new VitestRun(folder.path());
    java = new JavaRun(folder.path());
    if (!java.canSetTheClock()) {
      System.out.println(
          "The clock of Java tests is not changed, because Debian's package faketime is missing.");
    }
  }

  public static void main(String[] arguments) throws Exception {
    List<String> parts = Arrays.stream(Suite.values()).map(SteadinessProof::name).toList();
    ProofOptions options = ProofOptions.of(parts, arguments);
    boolean holds;
    try (ProofFolder folder = new ProofFolder();
        SteadinessProof proof = new SteadinessProof(folder)) {
      holds = proof.run(options);
    }
    System.exit(holds ? 0 : 1);
  }

  private boolean run(ProofOptions options) throws Exception {
    ProofLog log =
        new ProofLog(options.only().map(part -> "steadiness of " + part).orElse("steadiness"));
    Instant begun = Instant.now();
    Instant until = options.until(BRIEFLY);
    List<Suite> suites = suites(options);
    long first = options.from(log);
    long next = first;
    do {
      run(next, Slice.of(suites, next), options);
      next++;
    } while (!options.single() && Instant.now().isBefore(until));
    failures.forEach(System.out::println);
    log.end(options, first, next - 1, begun, figures(next - first));
    return failures.isEmpty();
  }

  /** A browser test takes longer than a short run has. */
  private static List<Suite> suites(ProofOptions options) {
    return Arrays.stream(Suite.values())
        .filter(suite -> options.only().map(name(suite)::equals).orElse(true))
        .filter(suite -> suite != Suite.BROWSER || !options.brief() || options.only().isPresent())
        .toList();
  }

  private void run(long seed, Slice slice, ProofOptions options) throws Exception {
    Outcome outcome;
    try {
      outcome =
          slice.suite() == Suite.VITEST
              ? vitest.run(slice.tests(), slice.conditions())
              : java.run(slice.suite(), slice.tests(), slice.conditions());
    } catch (IllegalStateException e) {
      outcome = Outcome.broken(String.join(", ", slice.tests()), e.getMessage());
    }
    passed.merge(slice.suite(), outcome.passed(), Integer::sum);
    skipped += outcome.skipped();
    System.err.println(
        String.format(
            Locale.ROOT,
            "seed %d, suite %s: %d tests passed, %d failed",
            seed,
            name(slice.suite()),
            outcome.passed(),
            outcome.failures().size()));
    for (Outcome.Failure failure : outcome.failures()) {
      String only =
          options.only().map(part -> " --only " + part).orElse(options.brief() ? " --short" : "");
      String told =
          String.format(
              Locale.ROOT,
              "FAULT: the test %s failed%n  repeat it with: proof/steadiness --seed %d%s%n  conditions: %s%n  %s",
              failure.test(),
              seed,
              only,
              slice.conditions(),
              failure.message());
      System.err.println(told);
      failures.add(told);
    }
  }

  private String figures(long slices) {
    return String.format(
        Locale.ROOT,
        "%d slices, %d runs of Vitest tests, %d of Java tests, %d of browser tests, %d skipped,"
            + " %d faults",
        slices,
        passed.getOrDefault(Suite.VITEST, 0),
        passed.getOrDefault(Suite.JAVA, 0),
        passed.getOrDefault(Suite.BROWSER, 0),
        skipped,
        failures.size());
  }

  @Override
  public void close() {
    busy.close();
  }

  private static String name(Suite suite) {
    return suite.name().toLowerCase(Locale.ROOT);
  }
}
