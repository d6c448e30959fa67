package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.Lecture;
import app.durus.contract.catalogue.Series;
import app.durus.server.audio.TestAudio;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.waiting.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Unusual names that file systems allow. */
class ImportStrangeNamesTest extends FolderImportFixture {

  /** As many bytes as a name may have on the usual file systems. */
  private static final int LONGEST_NAME_BYTES = 255;

  @Test
  void directionMarksAreRemovedFromTitles() throws Exception {
    write("A/\u200F\u0627\u0644\u0635\u0628\u0631\u200E.mp3");
    write("A/\u202Eesrever.mp3");
    write("A/\u2067\u0627\u0633\u0645\u2069.mp3");
    write("A/\uD83D\uDD4C \uD83D\uDC68\u200D\uD83D\uDC69.mp3");
    assertThat(run().problems()).isEmpty();
    assertThat(lectures())
        .containsOnlyKeys("الصبر", "esrever", "اسم", "\uD83D\uDD4C \uD83D\uDC68\u200D\uD83D\uDC69");
  }

  @Test
  void aFileWithAnInvisibleNameBecomesALecture() throws Exception {
    write("A/\u200B.mp3");
    write("\u200E/3.mp3");
    write("A/ .mp3");
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(3);
    assertThat(report.problems())
        .hasSize(2)
        .allSatisfy(
            problem ->
                assertThat(problem.sentence())
                    .startsWith("Recordings whose title neither a tag nor their name tells"));
  }

  @Test
  void namesThatDifferByCaseAreDifferent() throws Exception {
    Path upper = write("Case/Patience.mp3");
    Path lower = write("Case/patience.mp3");
    Assumptions.assumeFalse(Files.isSameFile(upper, lower), "this file system ignores case");
    write("case/Other.mp3");
    assertThat(run().problems())
        .singleElement()
        .extracting(ImportProblem::sentence)
        .asString()
        .contains("“Case”, “case”");
    assertThat(lectures()).containsOnlyKeys("Patience", "patience", "Other");
    assertThat(changes().scholars()).hasSize(2);
  }

  @Test
  void twoUnicodeFormsOfAFileNameAreReportedAndOfAFolderNameAreMerged() throws Exception {
    Path composed = write("A/\u00e9.mp3");
    Path decomposed = write("A/e\u0301.mp3");
    Assumptions.assumeFalse(Files.isSameFile(composed, decomposed), "this one composes names");
    write("\u00e9/One.mp3");
    write("e\u0301/Two.mp3");
    ImportReport report = run();
    assertThat(report.problems()).extracting(ImportProblem::file).containsExactly("A/\u00e9.mp3");
    assertThat(lectures()).containsOnlyKeys("One", "Two");
    assertThat(changes().scholars()).hasSize(1);
  }

  @Test
  void theLongestNamesAndDeepFoldersAreImported() throws Exception {
    write("A/" + "x".repeat(LONGEST_NAME_BYTES - 4) + ".mp3");
    write("A/" + "ص".repeat((LONGEST_NAME_BYTES - 4) / 2) + ".mp3");
    String deep = IntStream.range(0, 100).mapToObj(i -> "d" + i).collect(Collectors.joining("/"));
    write("A/" + deep + "/Deep.mp3");
    assertThat(run().problems()).isEmpty();
    assertThat(lectures().values()).hasSize(3);
    assertThat(changes().series())
        .extracting(Series::title)
        .allMatch(title -> title.length() <= 300);
    assertThat(run().changedAnything()).isFalse();
  }

  @Test
  void aTooLongPathIsReportedAndTheRestIsImported() throws Exception {
    write("A/One.mp3");
    write("A/" + manyLetters(9) + "/Long.mp3");
    write("A/" + manyLetters(16) + "/Too long.mp3");
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(2);
    assertThat(report.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).endsWith("/Too long.mp3");
              assertThat(problem.sentence()).contains("longer than 2,000 bytes");
            });
    assertThat(lectures()).containsOnlyKeys("One", "Long");
  }

  @Test
  void specialFilesAreNeverOpened() throws Exception {
    write("A/One.mp3");
    Path pipe = folder.resolve("A/Pipe.mp3");
    // Opening a pipe blocks until another process writes into it.
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    Assumptions.assumeTrue(Eventually.ended("mkfifo", made) == 0);
    Path device = Path.of("/dev/zero");
    if (Files.exists(device)) {
      Files.createSymbolicLink(folder.resolve("A/Device.mp3"), device);
    }
    assertThat(run().added()).isEqualTo(1);
  }

  @Test
  void unsupportedRecordingsAreCountedByFolder() throws Exception {
    write("A/One.mp3");
    for (String name : List.of("A/1.wma", "A/2.WMA", "A/S/3.wav", "4.amr", "A/.5.wma", "A/6.txt")) {
      TestAudio.write(folder.resolve(name), new byte[10]);
    }
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.problems())
        .extracting(problem -> problem.file() + ": " + problem.sentence())
        .containsExactly(
            ": Recordings of a kind that is not imported (amr): 1. Converted to MP3 or M4A, they"
                + " will be.",
            "A: Recordings of a kind that is not imported (wma): 2. Converted to MP3 or M4A, they"
                + " will be.",
            "A/S: Recordings of a kind that is not imported (wav): 1. Converted to MP3 or M4A, they"
                + " will be.");
  }

  @Test
  void aCircleOfLinksIsImportedOnce() throws Exception {
    write("A/S/One.mp3");
    Files.createSymbolicLink(folder.resolve("A/S/up"), folder.resolve("A"));
    Files.createSymbolicLink(folder.resolve("A/S/itself.mp3"), folder.resolve("A/S/itself.mp3"));
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.problems())
        .extracting(ImportProblem::file, ImportProblem::sentence)
        .containsExactly(
            tuple("A/S/itself.mp3", "It is a link that leads nowhere; what is known of it stays."),
            tuple("A/S/up", "It is a link to a folder that it lies in; passed over."));
    assertThat(lectures().values()).extracting(Lecture::title).containsExactly("One");
  }

  /** Folders whose names no compression makes short. */
  private static String manyLetters(int folders) {
    var random = new java.util.Random(4);
    return IntStream.range(0, folders)
        .mapToObj(
            folder ->
                random
                    .ints(100, 0x0621, 0x064a)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()))
        .collect(Collectors.joining("/"));
  }
}
