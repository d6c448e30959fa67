package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "Umm Abdillah",
        "أم عبد الله",
        "محمد\u200cعلی",
        "José",
        "李",
        "ﷺ",
        "🎧",
        "❤\uFE0F x"
      })
  void namesOfAllScriptsAreAccepted(String written) {
    assertThat(ListenerName.of(written)).map(ListenerName::shown).hasValue(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\u00A0\u3000",
        "\u200D",
        "\uFE0F",
        "a\u0000b",
        "a\nb",
        "a\u2028b",
        "\u202Eevil",
        "a\u200Fb",
        "a\u2066b",
        "\uFEFFa",
        "a\u00ADb",
        "\u3164",
        "\u2800",
        "\uD83D",
        "\uE000",
      })
  void invisibleAndDeceptiveNamesAreRefused(String written) {
    assertThat(ListenerName.of(written)).isEmpty();
  }

  @Test
  void theLengthIsCountedInVisibleCharacters() {
    assertThat(ListenerName.of("🎧".repeat(64))).isPresent();
    assertThat(ListenerName.of("🎧".repeat(65))).isEmpty();
    assertThat(ListenerName.of(" " + "a".repeat(64) + " ")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "Ali, aLI",
    "Ali, ' Ali '",
    "Umm  Ali, umm ali",
    "José, Jose\u0301",
    "Ａｌｉ, Ali",
    "straße, STRASSE",
    "ΟΔΟΣ, οδος",
    "محمد\u200Cعلی, محمدعلی",
    "a\u00A0b, a b",
  })
  void namesThatLookTheSameHaveTheSameKey(String one, String other) {
    assertThat(keyOf(one)).isEqualTo(keyOf(other));
  }

  @ParameterizedTest
  @CsvSource({"Ali, Alia", "أحمد, احمد", "Jose, José"})
  void differentNamesHaveDifferentKeys(String one, String other) {
    assertThat(keyOf(one)).isNotEqualTo(keyOf(other));
  }

  @Test
  void theLongestKeyFitsIntoTheDatabasesIndex() {
    String key = keyOf("ﷺ".repeat(64));

    assertThat(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThan(2_600);
  }

  private static String keyOf(String written) {
    return ListenerName.of(written).orElseThrow().key();
  }

  @Test
  void namesFarTooLongAreRefusedBeforeNormalization() {
    assertThat(ListenerName.of("x" + " ".repeat(1_023))).isPresent();
    assertThat(ListenerName.of("x" + " ".repeat(1_024))).isEmpty();
  }
}
