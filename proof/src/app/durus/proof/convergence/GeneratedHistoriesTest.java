package app.durus.proof.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.proof.oracle.History;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules against the oracle, 20,000 histories; {@code proof/convergence} runs any number. */
class GeneratedHistoriesTest {

  private static final int HISTORIES_A_BLOCK = 1_000;

  /** 2026-01-01T00:00Z. */
  static final long START_MS = 1_767_225_600_000L;

  static LongStream blocks() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seeds from {0},000")
  @MethodSource("blocks")
  @DisplayName("R1-R10, R13: each generated history ends as the oracle expects, push by push")
  void eachHistoryEndsAsTheOracleExpects(long block) {
    for (long i = 0; i < HISTORIES_A_BLOCK; i++) {
      History history = Histories.of(block * HISTORIES_A_BLOCK + i, START_MS);

      Optional<String> failure = PureRules.failureOf(history);

      assertThat(failure)
          .as(() -> new Shrinker(PureRules::failureOf).shrink(history).toString())
          .isEmpty();
    }
  }
}
