package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.contract.catalogue.Lecture;
import app.durus.server.audio.TestAudio;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jaudiotagger.tag.FieldKey;
import org.junit.jupiter.api.Test;

/** A lecture stays the same lecture, whatever happens to its file. */
class ImportIdentityTest extends FolderImportFixture {

  @Test
  void renamingRenumberingAndMovingKeepTheLectureAndItsAsset() throws Exception {
    Path one = write("A/S/01 - One.mp3");
    Path two = write("A/S/02 - Two.mp3");
    run();
    Map<String, Lecture> before = lectures();

    Path swap = folder.resolve("A/S/x");
    Files.move(one, swap);
    Files.move(two, folder.resolve("A/S/01 - One.mp3"));
    Files.createDirectories(folder.resolve("B/T"));
    Files.move(swap, folder.resolve("B/T/09 - Uno.mp3"));
    ImportReport report = run();

    assertThat(report).isEqualTo(new ImportReport(0, 2, 0, 0, 0, 0, List.of()));
    Map<String, Lecture> after = lectures();
    assertThat(after.get("Uno").id()).isEqualTo(before.get("One").id());
    assertThat(after.get("Uno").assetId()).isEqualTo(before.get("One").assetId());
    assertThat(after.get("Uno").number()).isEqualTo(9);
    assertThat(after.get("One").id()).isEqualTo(before.get("Two").id());
    assertThat(run().changedAnything()).isFalse();
  }

  @Test
  void twoFilesThatSwapTheirNamesKeepTheirLectures() throws Exception {
    Path one = write("A/S/01 - One.mp3");
    Path two = write("A/S/02 - Two.mp3");
    run();
    Map<String, Lecture> before = lectures();
    Path swap = folder.resolve("A/S/x");
    Files.move(one, swap);
    Files.move(two, one);
    Files.move(swap, two);
    run();
    assertThat(lectures().get("One").id()).isEqualTo(before.get("Two").id());
    assertThat(lectures().get("Two").id()).isEqualTo(before.get("One").id());
  }

  @Test
  void retaggingChangesTheTitleButNeitherLectureNorAsset() throws Exception {
    Path file = write("A/S/01 - One.mp3");
    run();
    Lecture before = lectures().get("One");
    int filesBefore = modifiedFiles().size();

    TestAudio.tag(file, FieldKey.TITLE, "The First");
    ImportReport report = run();

    assertThat(report).isEqualTo(new ImportReport(0, 1, 0, 0, 0, 0, List.of()));
    Lecture after = lectures().get("The First");
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.assetId()).isEqualTo(before.assetId());
    assertThat(modifiedFiles()).hasSize(filesBefore);
    assertThat(run().changedAnything()).isFalse();
  }

  @Test
  void newAudioAtTheSamePathIsANewAssetOfTheSameLecture() throws Exception {
    Path file = write("A/S/01 - One.mp3");
    byte[] first = Files.readAllBytes(file);
    run();
    Lecture before = lectures().get("One");

    TestAudio.write(file, recording(90));
    assertThat(run()).isEqualTo(new ImportReport(0, 1, 0, 0, 0, 1, List.of()));
    Lecture replaced = lectures().get("One");
    assertThat(replaced.id()).isEqualTo(before.id());
    assertThat(replaced.assetId()).isNotEqualTo(before.assetId());
    assertThat(changes().assets()).hasSize(2);

    // The first recording returns, with its former asset.
    TestAudio.write(file, first);
    assertThat(run()).isEqualTo(new ImportReport(0, 1, 0, 0, 0, 0, List.of()));
    assertThat(lectures().get("One").assetId()).isEqualTo(before.assetId());
  }

  @Test
  void aMissingFileUnpublishesItsLectureAndItsReturnPublishesItAgain() throws Exception {
    Path file = write("Away/S/01 - One.mp3");
    write("B/Two.mp3");
    run();
    Lecture before = lectures().get("One");

    Path away = temporary.resolve("away.mp3");
    Files.move(file, away);
    assertThat(runWithdrawing()).isEqualTo(new ImportReport(0, 0, 1, 1, 0, 0, List.of()));
    assertThat(lectures().get("One").published()).isFalse();
    assertThat(changes().scholars())
        .filteredOn(scholar -> scholar.name().equals("Away"))
        .noneMatch(scholar -> scholar.published());
    assertThat(changes().series()).noneMatch(series -> series.published());
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 0, 0, 0, List.of()));

    Files.move(away, folder.resolve("B/Back.mp3"));
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 0, 1, 0, List.of()));
    Lecture back = lectures().get("Back");
    assertThat(back.id()).isEqualTo(before.id());
    assertThat(back.published()).isTrue();
  }

  @Test
  void twoFilesWithTheSameAudioAreReportedAndNotMatched() throws Exception {
    Path one = write("A/One.mp3");
    Path copy = folder.resolve("A/Copy.mp3");
    Files.copy(one, copy);
    ImportReport first = run();
    assertThat(first.added()).isEqualTo(2);
    assertThat(first.problems())
        .singleElement()
        .extracting(ImportProblem::file)
        .isEqualTo("A/One.mp3");
    Map<String, Lecture> before = lectures();
    assertThat(before.get("One").id()).isNotEqualTo(before.get("Copy").id());

    Files.move(one, folder.resolve("A/Uno.mp3"));
    Files.move(copy, folder.resolve("A/Due.mp3"));
    ImportReport report = run();

    assertThat(report.problems())
        .extracting(ImportProblem::file)
        .containsExactly("A/Due.mp3", "A/Uno.mp3");
    assertThat(report.changedAnything()).isFalse();
    assertThat(lectures()).isEqualTo(before);
  }

  @Test
  void aNameInEitherUnicodeFormIsTheSameFile() throws Exception {
    Path composed = PathText.resolve(folder, "A/Caf\u00e9.mp3");
    TestAudio.write(composed, recording(50));
    run();
    Lecture before = lectures().get("Caf\u00e9");
    Files.delete(composed);
    // Another recording, so that only the path identifies the lecture.
    TestAudio.write(PathText.resolve(folder, "A/Cafe\u0301.mp3"), recording(50));
    assertThat(run()).isEqualTo(new ImportReport(0, 1, 0, 0, 0, 1, List.of()));
    assertThat(lectures().get("Caf\u00e9").id()).isEqualTo(before.id());
  }

  @Test
  void twoFoldersDoNotUnpublishEachOthersLectures() throws Exception {
    write("A/One.mp3");
    run();
    Path other = temporary.resolve("other");
    TestAudio.write(other.resolve("A/Two.mp3"), recording(50));
    assertThat(importer().run(other).await())
        .isEqualTo(new ImportReport(1, 0, 0, 0, 0, 0, List.of()));
    assertThat(lectures().get("One").published()).isTrue();
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 0, 0, 0, List.of()));
    assertThat(lectures().get("Two").published()).isTrue();
    // They share their scholar.
    assertThat(lectures().get("One").scholarId()).isEqualTo(lectures().get("Two").scholarId());
  }

  @Test
  void aNamedLibraryIsRecognizedInAnyFolder() throws Exception {
    write("A/One.mp3");
    run();
    Files.writeString(folder.resolve(".durus"), "library " + folder + "\n");
    run();
    Lecture before = lectures().get("One");
    Path moved = temporary.resolve("moved");
    Files.move(folder, moved);
    assertThat(importer().run(moved).await())
        .isEqualTo(new ImportReport(0, 0, 1, 0, 0, 0, List.of()));
    assertThat(lectures().get("One")).isEqualTo(before);
  }

  @Test
  void anotherNameInTheSameFolderIsAnotherLibrary() throws Exception {
    write("A/One.mp3");
    Files.writeString(folder.resolve(".durus"), "first " + folder + "\n");
    run();
    Lecture before = lectures().get("One");
    Path away = temporary.resolve("away");
    Files.move(folder, away);

    Files.createDirectories(folder);
    TestAudio.write(folder.resolve("A/One.mp3"), recording(50));
    Files.writeString(folder.resolve(".durus"), "second " + folder + "\n");
    assertThat(run()).isEqualTo(new ImportReport(1, 0, 0, 0, 0, 0, List.of()));
    assertThat(changes().lectures())
        .filteredOn(lecture -> lecture.title().equals("One"))
        .hasSize(2)
        .contains(before);
  }

  @Test
  void aMovedLibraryWithoutANameIsRecognizedAndReported() throws Exception {
    write("A/One.mp3");
    run();
    Map<String, Lecture> before = lectures();
    Path moved = temporary.resolve("moved");
    Files.move(folder, moved);
    assertThat(importer().run(moved).await().problems())
        .singleElement()
        .extracting(ImportProblem::sentence)
        .asString()
        .contains("it moved here");
    assertThat(lectures()).isEqualTo(before);
  }

  @Test
  void importingIntoAnEmptyDatabaseGivesTheSameIds() throws Exception {
    write("Refilled/S/01 - One.mp3");
    run();
    CatalogueChanges before = changes();
    pool.query("TRUNCATE scholar, series, lecture, audio_asset, library").execute().await();
    run();
    CatalogueChanges after = changes();
    assertThat(after.lectures().getFirst().id()).isEqualTo(before.lectures().getFirst().id());
    assertThat(after.assets()).isEqualTo(before.assets());
    assertThat(after.series()).isEqualTo(before.series());
  }
}
