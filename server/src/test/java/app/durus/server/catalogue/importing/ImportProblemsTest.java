package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.contract.catalogue.Lecture;
import app.durus.server.audio.TestAudio;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files that an import leaves out, and its messages about them. */
class ImportProblemsTest extends FolderImportFixture {

  @Test
  void brokenFilesAreReportedByNameAndTheRestIsImported() throws Exception {
    write("A/Good.mp3");
    TestAudio.write(folder.resolve("A/Empty.mp3"));
    TestAudio.write(
        folder.resolve("A/Text.mp3"), "no audio".repeat(100).getBytes(StandardCharsets.UTF_8));
    byte[] cut = java.util.Arrays.copyOf(TestAudio.speech("04.m4a"), 20_000);
    TestAudio.write(folder.resolve("A/Cut.m4a"), cut);

    ImportReport report = run();

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.problems())
        .extracting(ImportProblem::file)
        .containsExactly("A/Cut.m4a", "A/Empty.mp3", "A/Text.mp3");
    assertThat(report.problems()).allMatch(problem -> problem.sentence().endsWith("Skipped."));
  }

  @Test
  void aLectureKeepsItsRecordingWhenItsFileBecomesUnreadable() throws Exception {
    Path file = write("A/One.mp3");
    run();
    Lecture before = lectures().get("One");
    TestAudio.write(file, new byte[10]);
    ImportReport report = run();
    assertThat(report.problems()).hasSize(1);
    assertThat(report.unpublished()).isZero();
    assertThat(lectures().get("One")).isEqualTo(before);
  }

  @Test
  void aRecordingWithAWarningIsImportedAndReported() throws Exception {
    TestAudio.write(folder.resolve("A/One.mp3"), TestAudio.frames(seed(), 100, 1, 14));
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.problems())
        .singleElement()
        .extracting(ImportProblem::sentence)
        .asString()
        .contains("variable bit rate");
  }

  @Test
  void hiddenFilesAndOtherTypesAreSkippedWithoutAReport() throws Exception {
    write("A/One.mp3");
    write("A/.hidden.mp3");
    write(".trash/Two.mp3");
    TestAudio.write(folder.resolve("A/notes.pdf"), new byte[10]);
    TestAudio.write(folder.resolve("B without recordings/cover.jpg"), new byte[10]);
    TestAudio.write(folder.resolve("A/._One.mp3"), new byte[10]);
    assertThat(run()).isEqualTo(new ImportReport(1, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void aFolderThatCannotBeReadKeepsItsLectures() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        "root".equals(System.getProperty("user.name")), "root reads every folder");
    write("A/S/One.mp3");
    run();
    Path closed = folder.resolve("A/S");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      ImportReport report = run();
      assertThat(report.unpublished()).isZero();
      assertThat(report.problems()).extracting(ImportProblem::file).containsExactly("A/S");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aBrokenOrCircularLinkIsReportedAndItsLecturesStay() throws Exception {
    Path target = temporary.resolve("elsewhere.mp3");
    TestAudio.write(target, recording(50));
    Files.createDirectories(folder.resolve("A"));
    Files.createSymbolicLink(folder.resolve("A/One.mp3"), target);
    Path two = write("A/S/Two.mp3");
    assertThat(run().added()).isEqualTo(2);

    Files.delete(target);
    Files.delete(two);
    Files.delete(two.getParent());
    Files.createSymbolicLink(two.getParent(), folder);
    ImportReport report = run();

    assertThat(report.problems())
        .extracting(ImportProblem::file)
        .containsExactly("A/One.mp3", "A/S");
    assertThat(report.unpublished()).isZero();
    assertThat(lectures().values()).hasSize(2).allMatch(Lecture::published);
  }

  @Test
  void aPathThatIsNotAFolderIsRefusedInOneSentence() {
    assertThatThrownBy(() -> importer().run(temporary.resolve("nowhere")).await())
        .isInstanceOf(ImportRefused.class)
        .hasMessageStartingWith("There is no folder");
  }
}
