package app.durus.server.catalogue.importing.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameNormalizerTest {

  @Test
  void bothUnicodeFormsOfALetterAreOneName() {
    assertThat(NameNormalizer.clean("\u0627\u0653داب")).isEqualTo("\u0622داب");
    assertThat(NameNormalizer.clean("Cafe\u0301")).isEqualTo("Caf\u00e9");
  }

  @Test
  void invisibleAndUnstorableCharactersAreRemoved() {
    assertThat(NameNormalizer.clean("\u200FTitle\u200E\u0000\u0000")).isEqualTo("Title");
    assertThat(NameNormalizer.clean("a\uD800b\uFEFF")).isEqualTo("ab");
    assertThat(NameNormalizer.clean(" two\r\n \u00a0 words ")).isEqualTo("two words");
    assertThat(NameNormalizer.clean("x".repeat(5_000))).hasSize(300);
    assertThat(NameNormalizer.clean(null)).isEmpty();
  }

  @Test
  void thePersianJoinerStays() {
    assertThat(NameNormalizer.clean("می\u200cروم")).isEqualTo("می\u200cروم");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "ara, ar",
        "eng, en",
        "AR, ar",
        "urd, ur",
        "deu, de",
        "ger, de",
        "fra, fr",
        "fre, fr",
        "fas, fa",
        "per, fa",
        "may, ms",
        "heb, he",
        "xyz, none",
        "English, none",
        "'', none"
      })
  void aLanguageIsItsBcp47Code(String tagged, String language) {
    assertThat(NameNormalizer.language(tagged)).isEqualTo(language);
  }

  /** A blank at the end keeps a text from being taken as clean at a glance. */
  @Test
  void aTextThatLooksCleanIsClean() {
    Random random = new Random(17);
    String characters =
        "aZé1 -–\u00A0\u00AD\u007F\u0085\u02FF\u0301\u0378Ѐяџءأآغـفيىَُّْ٠٩۹ͺΑ\u200F\u200C\t\n\uFEFF한\uD83C\uDF19";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(6); left > 0; left--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      assertThat(NameNormalizer.clean(text.toString()))
          .as("%s", text)
          .isEqualTo(NameNormalizer.clean(text + " "));
    }
  }
}
