package app.durus.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of a measurement's verdict. */
class RoundsTest {

  private final Rounds rounds = Rounds.atMost("memory", 1.3, 1.1);

  @ParameterizedTest(name = "{0} ÷ {1} is no ratio")
  @CsvSource({"20, -1", "-20, 10", "-20, -10", "0, 10", "10, 0", "NaN, 10"})
  @DisplayName("rounds with too much noise give no figure")
  void refusesNoisyRounds(double ours, double reference) {
    assertThatIllegalStateException().isThrownBy(() -> rounds.add(ours, reference));
    assertThat(rounds.isEmpty()).isTrue();
  }

  @Test
  @DisplayName("the median decides, not the best round")
  void theMedianDecides() {
    rounds.add(1.0, 1.0);
    rounds.add(14.0, 10.0);
    assertThat(rounds.isEnough()).isTrue();
    rounds.add(1.5, 1.0);
    assertThat(rounds.isEnough()).isFalse();
  }
}
