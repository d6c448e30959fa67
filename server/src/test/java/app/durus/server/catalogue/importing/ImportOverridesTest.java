package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.Lecture;
import app.durus.contract.catalogue.Translation;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The effects of a {@code durus.yaml} beside the recordings. */
class ImportOverridesTest extends FolderImportFixture {

  /** Belongs to this test's lecture only. */
  private final String id = UUID.randomUUID().toString();

  @Test
  void theFileCorrectsAndTranslatesScholarAndSeries() throws Exception {
    write("Teacher/Manners/a.mp3");
    say("Teacher", "scholar: {name: معلّم, translations: {en: A teacher}}");
    say(
        "Teacher/Manners",
        """
        series:
          title: آداب
          description: In three lessons
          translations: {en: Manners}
        """);

    assertThat(run().problems()).isEmpty();

    assertThat(changes().scholars())
        .singleElement()
        .satisfies(
            scholar -> {
              assertThat(scholar.name()).isEqualTo("معلّم");
              assertThat(scholar.translations())
                  .containsExactly(new Translation("en", "A teacher", null));
            });
    assertThat(changes().series())
        .singleElement()
        .satisfies(
            series -> {
              assertThat(series.title()).isEqualTo("آداب");
              assertThat(series.description()).isEqualTo("In three lessons");
              assertThat(series.translations())
                  .containsExactly(new Translation("en", "Manners", null));
            });
  }

  @Test
  void theFileCorrectsOrdersAndTranslatesLectures() throws Exception {
    write("Teacher/Manners/a.mp3");
    write("Teacher/Manners/b.mp3");
    write("Teacher/Manners/c.mp3");
    say(
        "Teacher/Manners",
        """
        series: {order: listed}
        lectures:
          - file: c.mp3
            title: الصبر
            language: ar
            description: The first
            translations: {en: {title: Patience, description: With examples}}
          - {file: a.mp3, title: Second}
        """);

    assertThat(run().problems()).isEmpty();

    Lecture first = lectures().get("الصبر");
    assertThat(first.language()).isEqualTo("ar");
    assertThat(first.description()).isEqualTo("The first");
    assertThat(first.translations())
        .containsExactly(new Translation("en", "Patience", "With examples"));
    assertThat(lectures().values())
        .extracting(Lecture::title, Lecture::number)
        .containsExactlyInAnyOrder(tuple("الصبر", 1), tuple("Second", 2), tuple("b", 3));
  }

  @Test
  void anUnchangedFileWritesNothingAndARemovedEntryIsUndone() throws Exception {
    write("Alone/Of its own/One.mp3");
    say("Alone/Of its own", "series: {description: Long, translations: {fr: Une}}");
    run();
    long before = revision();
    run();
    assertThat(revision()).isEqualTo(before);
    Files.delete(folder.resolve("Alone/Of its own/durus.yaml"));
    run();
    assertThat(changes().series())
        .singleElement()
        .satisfies(
            series -> {
              assertThat(series.description()).isNull();
              assertThat(series.translations()).isNull();
            });
  }

  @Test
  void aStatedIdWinsOverTheMatcher() throws Exception {
    write("A/One.mp3");
    say("A", "lectures: [{file: One.mp3, id: " + id + "}]");
    run();
    assertThat(lectures().get("One").id()).isEqualTo(id);

    // Both name and recording change, so only the id is left.
    Files.delete(folder.resolve("A/One.mp3"));
    write("A/Another.mp3");
    say("A", "lectures: [{file: Another.mp3, id: " + id + "}]");
    ImportReport report = run();
    assertThat(report.newAssets()).isEqualTo(1);
    assertThat(report.unpublished()).isZero();
    assertThat(lectures().get("Another").id()).isEqualTo(id);
  }

  @Test
  void aStatedIdWinsOverAudioOfAnotherLecture() throws Exception {
    write("A/One.mp3");
    write("A/Two.mp3");
    run();
    String one = lectures().get("One").id();
    String two = lectures().get("Two").id();
    say("A", "lectures: [{file: One.mp3, id: " + two + "}, {file: Two.mp3, id: " + one + "}]");
    run();
    assertThat(lectures().get("One").id()).isEqualTo(two);
    assertThat(lectures().get("Two").id()).isEqualTo(one);
  }

  @Test
  void oneIdForTwoFilesIsIgnoredAndItsLectureStays() throws Exception {
    write("A/One.mp3");
    say("A", "lectures: [{file: One.mp3, id: " + id + "}]");
    run();
    Lecture before = lectures().get("One");
    write("B/One.mp3");
    say("B", "lectures: [{file: One.mp3, id: " + id + "}]");
    ImportReport report = run();
    assertThat(report.problems())
        .extracting(ImportProblem::file)
        .containsExactly("A/One.mp3", "B/One.mp3");
    assertThat(lectures().get("One")).isEqualTo(before);
  }

  @Test
  void aStatedIdDisplacesNoOtherLecture() throws Exception {
    write("A/One.mp3");
    run();
    // As after the loss of the database: the id of One's first import is the id that Two states.
    String born = lectures().get("One").id();
    pool.query("TRUNCATE scholar, series, lecture, audio_asset, library").execute().await();
    write("B/Two.mp3");
    say("B", "lectures: [{file: Two.mp3, id: " + born + "}]");
    assertThat(run().added()).isEqualTo(2);
    assertThat(lectures().get("Two").id()).isEqualTo(born);
    assertThat(lectures()).containsKey("One");
  }

  @Test
  void anIdThatWasCopiedWithItsFileWithdrawsNothing() throws Exception {
    write("A/One.mp3");
    write("B/Two.mp3");
    say("A", "lectures: [{file: One.mp3, id: " + id + "}]");
    run();
    Lecture before = lectures().get("Two");
    say("B", "lectures: [{file: Two.mp3, id: " + id + "}]");
    ImportReport report = run();
    assertThat(report.problems()).hasSize(2);
    assertThat(report.unpublished()).isZero();
    assertThat(lectures().get("Two")).isEqualTo(before);
  }

  @Test
  void aMistakeKeepsTheEarlierCorrections() throws Exception {
    write("A/S/One.mp3");
    write("B/Two.mp3");
    say("A/S", "lectures: [{file: One.mp3, id: " + id + ", title: Right}]");
    run();
    Lecture before = lectures().get("Right");

    say("A/S", "lectures: [{file: One.mp3, id: " + id + ", titel: Right}]");
    write("B/Three.mp3");
    ImportReport report = run();

    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("A/S/durus.yaml");
              assertThat(problem.sentence()).startsWith("Line 1: there is no “titel” here");
            });
    assertThat(report.unpublished()).isZero();
    assertThat(report.added()).isEqualTo(1);
    assertThat(lectures().get("Right")).isEqualTo(before);
  }

  @Test
  void aMistakeInTheTopFolderKeepsTheWholeLibraryUnchanged() throws Exception {
    write("A/One.mp3");
    run();
    say("", "[");
    ImportReport report = run();
    assertThat(report.unpublished()).isZero();
    assertThat(report.problems()).extracting(ImportProblem::file).containsExactly("durus.yaml");
  }

  @Test
  void anUnreadableFileKeepsTheEarlierCorrections() throws Exception {
    write("A/One.mp3");
    say("A", "lectures: [{file: One.mp3, title: Right}]");
    run();
    Files.delete(folder.resolve("A/durus.yaml"));
    Files.createSymbolicLink(folder.resolve("A/durus.yaml"), temporary.resolve("nowhere"));
    assertThat(run().problems()).extracting(ImportProblem::file).containsExactly("A/durus.yaml");
    assertThat(lectures()).containsOnlyKeys("Right");
    Files.delete(folder.resolve("A/durus.yaml"));
    Files.write(folder.resolve("A/durus.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(run().problems()).hasSize(1);
    assertThat(lectures()).containsOnlyKeys("Right");
  }

  @Test
  void filesAreNamedExactly() throws Exception {
    write("A/Two  spaces.mp3");
    say("A", "lectures: [{file: 'Two  spaces.mp3', title: Found}]");
    assertThat(run().problems()).isEmpty();
    assertThat(lectures()).containsOnlyKeys("Found");
  }

  @Test
  void aMissingFileIsReportedWithItsLine() throws Exception {
    write("A/One.mp3");
    say("A", "lectures:\n  - file: One.mp3\n  - file: Onee.mp3\n");
    assertThat(run().problems())
        .singleElement()
        .extracting(ImportProblem::sentence)
        .isEqualTo("Line 3: there is no recording “Onee.mp3” here.");
  }

  @Test
  void namesAreComparedInEitherUnicodeForm() throws Exception {
    write("A/e\u0301te\u0301.mp3");
    say("A", "lectures: [{file: \u00e9t\u00e9.mp3, title: Summer}]");
    assertThat(run().problems()).isEmpty();
    assertThat(lectures()).containsOnlyKeys("Summer");
  }

  @Test
  void anUpperFolderMayCorrectFilesOfDeeperFolders() throws Exception {
    write("A/S/One.mp3");
    write("A/S/Two.mp3");
    say("", "lectures: [{file: A/S/One.mp3, title: From the top}]");
    say("A/S", "lectures: [{file: Two.mp3, title: From beside}]");
    assertThat(run().problems()).isEmpty();
    assertThat(lectures()).containsOnlyKeys("From the top", "From beside");
    assertThat(List.copyOf(lectures().values())).allMatch(lecture -> lecture.seriesId() != null);
  }

  private void say(String where, String yaml) throws IOException {
    Files.createDirectories(folder.resolve(where));
    Files.writeString(folder.resolve(where).resolve("durus.yaml"), yaml);
  }
}
