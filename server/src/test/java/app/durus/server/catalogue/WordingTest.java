package app.durus.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

  @Test
  void theTwoSpellingsOfALetterAreOneName() {
    assertThat(Wording.clean("\u0627\u0653داب")).isEqualTo("\u0622داب");
    assertThat(Wording.clean("Cafe\u0301")).isEqualTo("Caf\u00e9");
  }

  @Test
  void whatCannotBeSeenOrStoredIsTakenOut() {
    assertThat(Wording.clean("\u200FTitle\u200E\u0000\u0000")).isEqualTo("Title");
    assertThat(Wording.clean("a\uD800b\uFEFF")).isEqualTo("ab");
    assertThat(Wording.clean(" two\r\n \u00a0 words ")).isEqualTo("two words");
    assertThat(Wording.clean("x".repeat(5_000))).hasSize(300);
    assertThat(Wording.clean(null)).isEmpty();
  }

  @Test
  void theJoinersOfPersianSpellingStay() {
    assertThat(Wording.clean("می\u200cروم")).isEqualTo("می\u200cروم");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"ara, ar", "eng, en", "AR, ar", "urd, ur", "xyz, none", "English, none", "'', none"})
  void aLanguageIsItsBcp47Code(String tagged, String language) {
    assertThat(Wording.language(tagged)).isEqualTo(language);
  }
}
