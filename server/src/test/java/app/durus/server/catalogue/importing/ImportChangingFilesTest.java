package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.Lecture;
import app.durus.server.audio.TestAudio;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportProgress.Stage;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files that grow, are replaced or vanish while they are imported. */
class ImportChangingFilesTest extends FolderImportFixture {

  /** More than are read ahead of the first one. */
  private static final int MANY = 200;

  private static final String LAST = "A/S/" + MANY + " - Last.mp3";

  private interface Change {
    void make() throws IOException;
  }

  @Test
  void aKnownFileThatGrowsAfterItWasReadIsToldAndItsLectureStays() throws Exception {
    Path file = write("A/S/01 - One.mp3");
    write("A/S/02 - Two.mp3");
    run();
    Lecture before = lectures().get("One");
    TestAudio.write(file, recording(60));

    ImportReport report = runAndAtItsEndOfReading(() -> grow(file));

    assertThat(report.problems())
        .extracting(ImportProblem::file, ImportProblem::failed)
        .containsExactly(tuple("A/S/01 - One.mp3", true));
    assertThat(report.unchanged()).isEqualTo(2);
    assertThat(lectures().get("One")).isEqualTo(before);
    assertThat(run()).isEqualTo(new ImportReport(0, 1, 1, 0, 0, 1, List.of()));
    assertThat(lectures().get("One").id()).isEqualTo(before.id());
    assertThat(assetOf(changes(), "One").sizeBytes()).isEqualTo(Files.size(file));
  }

  @Test
  void aNewFileThatGrowsAfterItWasReadIsToldAndImportedByTheNextImport() throws Exception {
    Path file = write("A/S/01 - One.mp3");
    write("A/S/02 - Two.mp3");
    ImportReport report = runAndAtItsEndOfReading(() -> grow(file));
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.isPartial()).isTrue();
    assertThat(report.problems())
        .extracting(ImportProblem::file)
        .containsExactly("A/S/01 - One.mp3");
    assertThat(lectures()).containsOnlyKeys("Two");
    assertThat(run().added()).isEqualTo(1);
    assertThat(lectures()).containsOnlyKeys("One", "Two");
  }

  @Test
  void aFileThatIsReplacedBeforeItIsReadIsImportedAsItIsThen() throws Exception {
    Path last = writeMany();
    run();
    Lecture before = lectures().get("Last");
    Path other = TestAudio.write(temporary.resolve("other.mp3"), recording(70));
    long otherBytes = Files.size(other);

    ImportReport report =
        runAndAtItsFirstFile(() -> Files.move(other, last, StandardCopyOption.ATOMIC_MOVE));

    assertThat(report).isEqualTo(new ImportReport(0, 1, MANY - 1, 0, 0, 1, List.of()));
    assertThat(lectures().get("Last").id()).isEqualTo(before.id());
    assertThat(assetOf(changes(), "Last").sizeBytes()).isEqualTo(otherBytes);
  }

  @Test
  void aFileThatVanishesBeforeItIsReadIsToldAndWithdrawnByTheNextImport() throws Exception {
    Path last = writeMany();
    run();
    ImportReport report = runAndAtItsFirstFile(() -> Files.delete(last));
    assertThat(report.problems())
        .extracting(ImportProblem::file, ImportProblem::failed)
        .containsExactly(tuple(LAST, true));
    assertThat(report.unpublished()).isZero();
    assertThat(run().unpublished()).isEqualTo(1);
  }

  private Path writeMany() throws IOException {
    for (int i = 1; i < MANY; i++) {
      TestAudio.write(folder.resolve("A/S/" + i + " - Lecture " + i + ".mp3"), recording(4));
    }
    return write(LAST);
  }

  private static void grow(Path file) throws IOException {
    Files.write(file, recording(3), StandardOpenOption.APPEND);
  }

  private ImportReport runAndAtItsEndOfReading(Change change) {
    return importer()
        .run(
            folder,
            ImportOptions.USUAL,
            (stage, done, of) -> {
              if (stage == Stage.READING && done == of) {
                make(change);
              }
            })
        .await();
  }

  private ImportReport runAndAtItsFirstFile(Change change) {
    return importer()
        .run(
            folder,
            ImportOptions.USUAL,
            (stage, done, of) -> {
              if (stage == Stage.READING && done == 1) {
                make(change);
              }
            })
        .await();
  }

  private static void make(Change change) {
    try {
      change.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
