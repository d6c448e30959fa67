package app.durus.server.catalogue.importing.overrides;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.catalogue.DisplayMetadata.Translated;
import app.durus.server.catalogue.importing.overrides.Overrides.LectureCorrection;
import app.durus.server.catalogue.importing.overrides.Overrides.UiTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesParserTest {

  @Test
  void theEntriesOfAScholarAreRead() {
    var corrections =
        read(
            """
            scholar:
              name: معلّم
              description: من المدينة
              translations: {en: A teacher}
            """);
    assertThat(corrections.scholar())
        .isEqualTo(
            new UiTexts(
                "معلّم", "من المدينة", null, List.of(new Translated("en", "A teacher", null))));
  }

  @Test
  void theEntriesOfASeriesAreRead() {
    var corrections =
        read(
            """
            series:
              title: آداب
              order: listed
              cover: art/front.png
              description: |
                First line.

                Another paragraph.
              translations:
                en: {title: Manners, description: In ten lessons}
                fr: Les manières
            """);
    assertThat(corrections.listedOrder()).isTrue();
    assertThat(corrections.series())
        .isEqualTo(
            new UiTexts(
                "آداب",
                "First line.\n\nAnother paragraph.",
                "art/front.png",
                List.of(
                    new Translated("en", "Manners", "In ten lessons"),
                    new Translated("fr", "Les manières", null))));
  }

  @Test
  void theEntriesOfLecturesAreRead() {
    var corrections =
        read(
            """
            lectures:
              - file: 02.mp3
                id: 3e1c8f0a-5f43-4a39-9d2e-0b6f3c1d2e4f
                number: ٧
                title: الصبر
                language: ar
              - file: 01.mp3
            """);
    assertThat(corrections.lectures())
        .containsExactly(
            new LectureCorrection(
                "02.mp3",
                UUID.fromString("3e1c8f0a-5f43-4a39-9d2e-0b6f3c1d2e4f"),
                7,
                "ar",
                new UiTexts("الصبر", null, null, List.of()),
                null,
                2),
            new LectureCorrection(
                "01.mp3", null, null, null, new UiTexts(null, null, null, List.of()), null, 7));
  }

  @Test
  void chaptersOfALectureAreRead() {
    var corrections =
        read(
            """
            lectures:
              - file: 01.mp3
                chapters:
                  - {at: 0:00, title: المقدمة}
                  - at: 71:30.5
                  - {at: "1:20:03", title: Questions}
              - file: 02.mp3
                chapters: []
            """);
    assertThat(corrections.lectures().getFirst().chapters())
        .containsExactly(
            new Chapter(0, "المقدمة"),
            new Chapter((71 * 60 + 30) * 1_000 + 500, ""),
            new Chapter((80 * 60 + 3) * 1_000, "Questions"));
    assertThat(corrections.lectures().getLast().chapters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chapters: [{title: One}] | needs an “at”",
        "chapters: [{at: 90}] | needs an “at”",
        "chapters: [{at: 0:60}] | needs an “at”",
        "chapters: [{at: 1:60:00}] | needs an “at”",
        "chapters: [{at: -1:00}] | needs an “at”",
        "chapters: [{at: 0:05}, {at: 00:05.0}] | another chapter begins at this time",
        "chapters: [{at: 0:05, tilte: One}] | was “title” meant?",
        "chapters: 0:05 | should be a list",
      })
  void aWrongChapterIsNamedWithItsLine(String line, String expected) {
    String text = "lectures:\n  - file: 01.mp3\n    " + line + "\n";
    assertThat(OverridesParser.read(text).problems())
        .singleElement()
        .asString()
        .startsWith("Line 3: ")
        .contains(expected);
  }

  @Test
  void theDocumentedExamplesAreValid() throws IOException {
    String manual = Files.readString(Path.of("docs/importing.md"));
    List<String> examples =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(manual)
            .results()
            .map(example -> example.group(1))
            .toList();
    assertThat(examples).hasSize(2);
    for (String example : examples) {
      assertThat(OverridesParser.read(example).problems()).isEmpty();
      assertThat(read(example).lectures()).isNotEmpty();
    }
  }

  @Test
  void filesOfWindowsEditorsAreRead() {
    var corrections = read("\uFEFFseries:\r\n  title: Manners\r\n");
    assertThat(corrections.series().title()).isEqualTo("Manners");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n", "series:\n", "lectures: []\n", "---\n"})
  void anEmptyFileIsValid(String text) {
    assertThat(OverridesParser.read(text).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "series:\\n  titel: A | Line 2: there is no “titel” here; was “title” meant?",
        "serie: {} | Line 1: there is no “serie” here; was “series” meant?",
        "series: {colour: red} | there may be cover, description, order, title, translations",
        "series:\\n  title: [a] | Line 2: “title” should be a text.",
        "series:\\n  title: a\\n  title: b | Line 3: “title” stands here twice.",
        "series: A | Line 1: here should be names with values",
        "series:\\n  order: random | Line 2: “order” is “listed” or “numbered”.",
        "lectures:\\n  file: a.mp3 | Line 2: “lectures” should be a list",
        "lectures:\\n  - title: A | Line 2: this lecture needs a “file”",
        "lectures:\\n  - file: a.mp3\\n  - file: a.mp3 | Line 3: “a.mp3” has an entry already.",
        "lectures:\\n  - file: ../a.mp3 | Line 2: “file” should name a file in this folder",
        "lectures:\\n  - file: /a.mp3 | Line 2: “file” should name a file in this folder",
        "lectures:\\n  - file: a.mp3\\n    id: 7 | Line 3: “id” should be a UUID in small letters.",
        "lectures:\\n  - file: a.mp3\\n    number: 0 | Line 3: “number” should be a whole number",
        "lectures:\\n  - file: a.mp3\\n    number: one | Line 3: “number” should be a whole number",
        "lectures:\\n  - file: a.mp3\\n    language: none at all | Line 3: “none at all” is no",
        "scholar:\\n  translations:\\n    e n: A | Line 3: “e n” is no language",
        "scholar:\\n  translations:\\n    en: {title: A} | there is no “title” here",
        "series:\\n  translations:\\n    en: {description: A} | needs a “title”.",
        "series:\\n\\ttitle: A | Line 2: this is no YAML",
        "series: {title: A | this is no YAML",
        "series:\\n  title: Fiqh: purity | Line 2: this is no YAML (mapping values are not allowed"
            + " here). A text with “: ” in it stands in quotes.",
        "a: *nowhere | this is no YAML",
      })
  void aMistakeIsReportedWithItsLine(String text, String sentence) {
    assertThat(OverridesParser.read(text.replace("\\n", "\n").replace("\\t", "\t")).problems())
        .anySatisfy(problem -> assertThat(problem).contains(sentence));
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    var outcome =
        OverridesParser.read("seres: {}\nlectures:\n  - number: x\n    file: a.mp3\n  - id: 1\n");
    assertThat(outcome.problems()).hasSize(4);
  }

  @Test
  void hostileYamlIsRefused() {
    String bomb =
        """
        a: &a [x, x, x, x, x, x, x, x, x]
        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
        series: {title: *c}
        scholar: !!javax.script.ScriptEngineManager [a]
        """;
    assertThat(OverridesParser.read(bomb).problems()).isNotEmpty();
    assertThat(OverridesParser.read("[".repeat(100_000)).problems()).isNotEmpty();
    assertThat(OverridesParser.read("a: &a {b: *a}").problems()).isNotEmpty();
  }

  private static Overrides read(String text) {
    var outcome = OverridesParser.read(text);
    assertThat(outcome.problems()).isEmpty();
    return outcome.corrections();
  }
}
