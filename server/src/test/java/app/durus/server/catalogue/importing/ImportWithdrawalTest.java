package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.contract.catalogue.Lecture;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No import withdraws by accident what it should not. */
class ImportWithdrawalTest extends FolderImportFixture {

  @Test
  void anEmptiedLibraryIsRefused() throws Exception {
    for (int i = 0; i < 5; i++) {
      write("A/S/0" + (i + 1) + " - Lecture " + i + ".mp3");
    }
    run();
    long revision = revision();
    Files.move(folder, temporary.resolve("away"));
    Files.createDirectory(folder);

    assertThatThrownBy(this::run)
        .isInstanceOf(ImportRefused.class)
        .hasMessageContaining("5 of the 5 lectures of this library are gone")
        .hasMessageContaining("--withdraw");

    assertThat(revision()).isEqualTo(revision);
    assertThat(lectures().values()).hasSize(5).allMatch(Lecture::published);
  }

  @Test
  void withdrawingMoreThanHalfOfALibraryIsRefused() throws Exception {
    Path[] files = new Path[8];
    for (int i = 0; i < files.length; i++) {
      files[i] = write((char) ('A' + i / 2) + "/Lecture " + i + ".mp3");
    }
    run();
    for (int i = 0; i < files.length; i += 2) {
      Files.delete(files[i]);
    }
    assertThat(run().unpublished()).isEqualTo(4);
    Files.delete(files[1]);
    Files.delete(files[3]);
    Files.delete(files[5]);
    assertThatThrownBy(this::run)
        .isInstanceOf(ImportRefused.class)
        .hasMessageContaining("3 of the 4 lectures of this library");
  }

  @Test
  void withdrawingMoreThanHalfOfAScholarIsRefused() throws Exception {
    for (int i = 0; i < 9; i++) {
      write("Big/S/Lecture " + i + ".mp3");
    }
    Path one = write("Small/One.mp3");
    Path two = write("Small/S/Two.mp3");
    write("Small/S/Three.mp3");
    run();
    Map<String, Long> kept = modifiedFiles();
    Files.delete(one);
    Files.delete(two);
    write("Big/New.mp3");

    assertThatThrownBy(this::run)
        .isInstanceOf(ImportRefused.class)
        .hasMessageContaining("2 of the 3 lectures in “Small”");
    assertThat(changes().lectures()).as("nothing is imported either").hasSize(12);
    assertThat(modifiedFiles()).as("nothing is copied").isEqualTo(kept);
  }

  @Test
  void theOptionWithdrawAllowsIt() throws Exception {
    Path one = write("A/One.mp3");
    run();
    Files.delete(one);
    assertThat(runWithdrawing().unpublished()).isEqualTo(1);
    assertThat(lectures().get("One").published()).isFalse();
    assertThat(run())
        .as("and is not asked about again")
        .isEqualTo(new ImportReport(0, 0, 0, 0, 0, 0, java.util.List.of()));
  }

  @Test
  void renamedFoldersAreNotWithdrawn() throws Exception {
    write("A/One.mp3");
    write("A/Two.mp3");
    run();
    Files.move(folder.resolve("A"), folder.resolve("Another"));
    assertThat(run().changed()).isEqualTo(2);
  }

  @Test
  void aCheckReportsThatAnImportWouldBeRefused() throws Exception {
    Path one = write("A/One.mp3");
    run();
    long revision = revision();
    Files.delete(one);
    ImportReport report = run(new ImportOptions(true, false));
    assertThat(report.unpublished()).isEqualTo(1);
    assertThat(report.problems())
        .singleElement()
        .extracting(ImportProblem::sentence)
        .asString()
        .contains("would refuse");
    assertThat(revision()).isEqualTo(revision);
  }
}
