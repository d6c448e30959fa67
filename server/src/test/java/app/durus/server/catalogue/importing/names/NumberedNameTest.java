package app.durus.server.catalogue.importing.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberedNameTest {

  @ParameterizedTest(name = "\"{0}\" is number {1}, \"{2}\"")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "01 - Patience              | 1    | Patience",
        "1 - Patience               | 1    | Patience",
        "12. Patience               | 12   | Patience",
        "003_Patience               | 3    | Patience",
        "(7) Patience               | 7    | Patience",
        "[07] - Patience            | 7    | Patience",
        "02 Patience                | 2    | Patience",
        "5– Patience                | 5    | Patience",
        "01 - 40 Hadith             | 1    | 40 Hadith",
        "٠٤ - الصبر                 | 4    | الصبر",
        "١٢. الصبر                  | 12   | الصبر",
        "۰۷ - صبر                   | 7    | صبر",
        "17                         | 17   | 17",
        "40 Hadith                  | none | 40 Hadith",
        "2024-05-01 Patience        | none | 2024-05-01 Patience",
        "10.30 in the morning       | none | 10.30 in the morning",
        "00 - Introduction          | none | 00 - Introduction",
        "Patience                   | none | Patience",
        "Lesson 3                   | none | Lesson 3",
        "12345 - Patience           | none | 12345 - Patience",
      })
  void theNumberIsReadFromTheBeginningOfAName(String name, Integer number, String title) {
    assertThat(NumberedName.of(name)).isEqualTo(new NumberedName(number, title));
  }
}
