package app.durus.proof.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProofLogTest {

  private final ProofLog log = new ProofLog("storm", "abc");

  @Test
  @DisplayName("a long run continues after the seeds that passed")
  void aLongRunContinuesAfterPassedSeeds() {
    assertThat(next()).isZero();
    assertThat(next(line("storm", "0 to 9", "10 storms, 0 diverged; calls 7"))).isEqualTo(10);
    assertThat(next(line("storm", "5 to 20", "0 faults"), line("storm", "0 to 9", "0 faults")))
        .isEqualTo(21);
    assertThat(next(line("crash of the server", "0 to 9", "0 faults"))).isZero();
  }

  @Test
  @DisplayName("a long run skips neither a seed that failed nor one that was never played")
  void aLongRunRepeatsFailedAndUnplayedSeeds() {
    String passed = line("storm", "0 to 9", "10 storms, 0 diverged");
    String faulty = line("storm", "10 to 14", "5 storms, 1 diverged; calls 7");
    assertThat(next(passed, faulty)).isEqualTo(10);
    assertThat(next(passed, faulty, line("storm", "10 to 20", "10 faults"))).isEqualTo(10);
    assertThat(next(passed, faulty, line("storm", "10 to 20", "0 faults"))).isEqualTo(21);
    assertThat(next(passed, line("storm", "500 to 600", "0 faults"))).isEqualTo(10);
  }

  private long next(String... lines) {
    return log.nextSeed(Stream.of(lines));
  }

  private static String line(String proof, String seeds, String figures) {
    return String.format(
        Locale.ROOT, "| 2026-11-24 | abc | %s | %s | 7 s | %s |", proof, seeds, figures);
  }
}
