package app.durus.proof.convergence;

import app.durus.proof.oracle.History;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** {@code proof/convergence}: the rules alone, then the same through HTTP and PostgreSQL. */
final class ConvergenceProof {

  private static final String RULES = "rules";
  private static final String HTTP = "http";

  private static final Duration RULES_BRIEFLY = Duration.ofSeconds(10);
  private static final int HTTP_HISTORIES_BRIEFLY = 200;
  private static final int BLOCK = 2_000;

  /** 2026-01-01T00:00Z. */
  private static final long START_MS = 1_767_225_600_000L;

  private ConvergenceProof() {}

  public static void main(String[] arguments) throws Exception {
    ProofOptions options = ProofOptions.of(List.of(RULES, HTTP), arguments);
    boolean rulesHold = !options.wants(RULES) || rules(options);
    boolean productHolds =
        !options.wants(HTTP)
            || ServedHistories.run(
                new ProofLog("convergence over HTTP"),
                options,
                HTTP_HISTORIES_BRIEFLY,
                options.timeOf(3, 4),
                1);
    System.exit(rulesHold && productHolds ? 0 : 1);
  }

  /** A quarter of the time, because the pure rules are fast. */
  private static boolean rules(ProofOptions options) {
    ProofLog log = new ProofLog("convergence");
    Instant begun = Instant.now();
    Instant until = begun.plus(options.brief() ? RULES_BRIEFLY : options.timeOf(1, 4));
    long first = options.from(log);
    long next = first;
    AtomicLong diverged = new AtomicLong();
    AtomicLong intents = new AtomicLong();
    AtomicLong restores = new AtomicLong();
    do {
      long count = options.single() ? 1 : BLOCK;
      LongStream.range(next, next + count)
          .parallel()
          .forEach(
              seed -> {
                History history = Histories.of(seed, START_MS);
                intents.addAndGet(history.actionCount());
                restores.addAndGet(history.restores().size());
                if (diverged.get() == 0 && PureRules.failureOf(history).isPresent()) {
                  diverged.incrementAndGet();
                  report(history);
                }
              });
      next += count;
    } while (Instant.now().isBefore(until) && diverged.get() == 0);
    log.end(
        options,
        first,
        next - 1,
        begun,
        String.format(
            Locale.ROOT,
            "%d histories, %d restores, %d deliveries of intents, %d diverged",
            next - first,
            restores.get(),
            intents.get(),
            diverged.get()));
    return diverged.get() == 0;
  }

  private static synchronized void report(History history) {
    History shrunk = new Shrinker(PureRules::failureOf).shrink(history);
    Optional<String> failure = PureRules.failureOf(shrunk);
    System.out.println("DIVERGED: " + failure.orElseThrow() + "\n" + shrunk);
  }
}
