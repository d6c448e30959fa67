package app.durus.proof.browser;

import app.durus.proof.run.DivergenceException;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the rounds of a proof that drives browsers, one after the other, each with its own seed.
 * Ends when the time is over or a round shows a fault.
 */
public final class SeededRounds {

  /** The work of a proof for one seed. */
  public interface Round {
    /**
     * @throws DivergenceException when the product broke a rule
     */
    public void play(long seed) throws Exception;
  }

  private final ProofOptions options;
  private final ProofLog log;
  private final long first;
  private final Instant begun = Instant.now();
  private final List<String> faults = new ArrayList<>();
  private long next;

  /**
   * @param proof as it stands in docs/history/proofs.md
   * @throws IllegalArgumentException for unknown options
   */
  public SeededRounds(String proof, String... arguments) {
    options = ProofOptions.of(List.of(), arguments);
    log = new ProofLog(proof);
    first = options.from(log);
    next = first;
  }

  /** Whether the run must end in about a minute. */
  public boolean brief() {
    return options.brief();
  }

  public void play(Round round) throws Exception {
    Instant until = begun.plus(options.time());
    do {
      try {
        round.play(next++);
      } catch (DivergenceException | AssertionError e) {
        fault("seed " + (next - 1) + ": " + e);
      }
    } while (faults.isEmpty() && !options.single() && Instant.now().isBefore(until));
  }

  /** Records a fault that belongs to no seed. */
  public void fault(String what) {
    faults.add(what);
  }

  /** Prints the result and ends the process. */
  public void end(String figures) {
    faults.forEach(fault -> System.out.println("DIVERGED: " + fault));
    log.end(options, first, next - 1, begun, figures + ", " + faults.size() + " faults");
    System.exit(faults.isEmpty() ? 0 : 1);
  }
}
