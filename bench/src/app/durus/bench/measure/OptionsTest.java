package app.durus.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  @DisplayName("options are read by name, in any order")
  void readByName() {
    Options options = of("--only memory --rounds 5");
    assertThat(options.get("rounds", 3)).isEqualTo(5);
    assertThat(options.word("only")).contains("memory");
    assertThat(of("").get("rounds", 3)).isEqualTo(3);
    assertThat(of("").word("only")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"memory", "--only", "--only 5", "--rounds", "--rounds many", "--round 5", "5"})
  @DisplayName("an unknown option is refused")
  void refusesUnknownOptions(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> of(line));
  }

  private static Options of(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    return new Options(arguments, Set.of("rounds"), Map.of("only", List.of("seek", "memory")));
  }
}
