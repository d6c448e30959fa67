package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.Lecture;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renames that some file systems and programs do not tell from no rename. */
class ImportRenamesTest extends FolderImportFixture {

  @ParameterizedTest
  @CsvSource({
    "A/S/01 - patience.mp3, A/S/01 - Patience.mp3, patience, Patience",
    "A/S/01 - One.mp3, A/s/01 - One.mp3, One, One",
    "a/S/01 - One.mp3, A/S/01 - One.mp3, One, One",
    "A/S/01 - One.MP3, A/S/01 - One.mp3, One, One"
  })
  void aRenameThatChangesOnlyCaseKeepsTheLecture(
      String from, String to, String titleBefore, String titleAfter) throws Exception {
    Path file = write(from);
    write("B/Two.mp3");
    run();
    Lecture before = lectures().get(titleBefore);
    rename(file, to);

    assertThat(run()).isEqualTo(new ImportReport(0, 1, 1, 0, 0, 0, List.of()));

    Lecture after = lectures().get(titleAfter);
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.assetId()).isEqualTo(before.assetId());
    assertThat(after.published()).isTrue();
    assertThat(run().changedAnything()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "A/Caf\u00e9/01 - \u00c9t\u00e9.mp3, A/Caf\u00e9/01 - E\u0301te\u0301.mp3",
    "A/Cafe\u0301/01 - E\u0301te\u0301.mp3, A/Caf\u00e9/01 - \u00c9t\u00e9.mp3",
    "\u0622/\u0623/01 - \u0625\u0646.mp3, "
        + "\u0627\u0653/\u0627\u0654/01 - \u0627\u0655\u0646.mp3"
  })
  void aRenameIntoTheOtherUnicodeFormChangesNothing(String from, String to) throws Exception {
    Path file = write(from);
    run();
    Lecture before = lectures().values().iterator().next();
    rename(file, to);
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 0, 0, 0, List.of()));
    assertThat(lectures().values()).containsExactly(before);
  }

  @Test
  void correctionsAreFoundUnderEitherUnicodeForm() throws Exception {
    Path file = write("A/S/01 - \u00c9t\u00e9.mp3");
    Files.writeString(
        folder.resolve("A/S/durus.yaml"),
        "lectures: [{file: 01 - \u00c9t\u00e9.mp3, title: Summer}]");
    run();
    rename(file, "A/S/01 - E\u0301te\u0301.mp3");
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 0, 0, 0, List.of()));
    assertThat(lectures()).containsOnlyKeys("Summer");
  }

  /** Also where the file system takes both names for one. */
  private void rename(Path file, String to) throws Exception {
    Path away = temporary.resolve("away.mp3");
    Files.move(file, away);
    for (Path at = file.getParent(); !at.equals(folder) && isEmpty(at); at = at.getParent()) {
      Files.delete(at);
    }
    Path target = PathText.resolve(folder, to);
    Files.createDirectories(target.getParent());
    Files.move(away, target);
  }

  private static boolean isEmpty(Path folder) throws Exception {
    try (var inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }
}
