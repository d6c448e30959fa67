package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.contract.catalogue.Lecture;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.Libraries.Summary;
import app.durus.server.catalogue.importing.report.ImportProblem;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.pg.PgCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A library is itself wherever it lies, and what an operator can say of libraries. */
class ImportMovedLibraryTest extends FolderImportFixture {

  private Path elsewhere;

  @BeforeEach
  void aLibrary() throws Exception {
    elsewhere = temporary.resolve("New place");
    write("A/S/01 - One.mp3");
    write("A/S/02 - Two.mp3");
    write("B/Three.mp3");
    run();
  }

  @Test
  void aMovedLibraryIsRecognized() throws Exception {
    Map<String, Lecture> before = lectures();
    long revision = revision();
    Files.move(folder, elsewhere);

    ImportReport report = importer().run(elsewhere).await();

    assertThat(report.added()).isZero();
    assertThat(report.unchanged()).isEqualTo(3);
    assertThat(report.problems())
        .singleElement()
        .extracting(ImportProblem::sentence)
        .asString()
        .contains("it moved here");
    assertThat(lectures()).isEqualTo(before);
    assertThat(revision()).isEqualTo(revision);
    assertThat(importer().run(elsewhere).await().problems()).isEmpty();
  }

  @Test
  void anEmptyFolderAtTheFormerPlaceDoesNotPreventIt() throws Exception {
    Files.move(folder, elsewhere);
    Files.createDirectory(folder);
    assertThat(importer().run(elsewhere).await().added()).isZero();
  }

  @Test
  void aCopyBesideTheLibraryIsANewLibraryAndIsReported() throws Exception {
    copyTo(elsewhere);
    ImportReport report = importer().run(elsewhere).await();
    assertThat(report.added()).isEqualTo(3);
    assertThat(report.problems())
        .extracting(ImportProblem::sentence)
        .anyMatch(sentence -> sentence.contains("from another folder, too: 3"));
  }

  @Test
  void aFolderWithHalfOfTheRecordingsIsANewLibrary() throws Exception {
    write("B/Four.mp3");
    run();
    Files.move(folder, elsewhere);
    Files.delete(elsewhere.resolve("A/S/01 - One.mp3"));
    Files.delete(elsewhere.resolve("A/S/02 - Two.mp3"));
    assertThat(importer().run(elsewhere).await().added()).isEqualTo(2);
  }

  @Test
  void librariesAreListedRenamedAndForgotten() throws Exception {
    Libraries libraries = new Libraries(vertx, new PgCatalogue(pool));
    String root = folder.toRealPath().toString();
    assertThat(libraries.list().await()).contains(new Summary(root, null, 3, true));

    assertThat(libraries.rename(root, "tapes " + seed()).await()).isTrue();
    String name = Files.readString(folder.resolve(".durus")).strip();
    assertThat(libraries.list().await()).contains(new Summary(root, name, 3, true));
    Files.move(folder, elsewhere);
    assertThat(libraries.list().await()).contains(new Summary(root, name, 3, false));
    assertThat(importer().run(elsewhere).await().unchanged()).isEqualTo(3);

    assertThat(libraries.forget(name).await()).isEqualTo(3);
    assertThat(lectures().values()).noneMatch(Lecture::published);
    assertThat(libraries.list().await()).extracting(Summary::name).doesNotContain(name);
    ImportReport back = importer().run(elsewhere).await();
    assertThat(back.republished()).isEqualTo(3);
    assertThat(back.added()).isZero();
  }

  @Test
  void aNameThatTheDatabaseRefusesIsRemovedFromTheFolder() throws Exception {
    Libraries libraries = new Libraries(vertx, new PgCatalogue(pool));
    String root = folder.toRealPath().toString();
    Path file = folder.resolve(".durus");
    String refused = "refused " + seed();
    pool.query("ALTER TABLE library ADD CONSTRAINT test CHECK (name <> '" + refused + "')")
        .execute()
        .await();
    try {
      assertThatThrownBy(() -> libraries.rename(root, refused).await())
          .hasMessageContaining("constraint");
      assertThat(file).doesNotExist();

      String name = "tapes " + seed();
      libraries.rename(root, name).await();
      assertThatThrownBy(() -> libraries.rename(root, refused).await())
          .hasMessageContaining("constraint");
      assertThat(file).hasContent(name);
    } finally {
      pool.query("ALTER TABLE library DROP CONSTRAINT test").execute().await();
    }
  }

  @Test
  void aNameIsNotWrittenThroughALink() throws Exception {
    Libraries libraries = new Libraries(vertx, new PgCatalogue(pool));
    String root = folder.toRealPath().toString();
    Path target = Files.writeString(temporary.resolve("something else"), "precious");
    Files.createSymbolicLink(folder.resolve(".durus"), target);
    assertThatThrownBy(() -> libraries.rename(root, "tapes " + seed()).await())
        .isInstanceOf(ImportRefused.class)
        .hasMessageContaining("is a link");
    assertThat(target).hasContent("precious");
    assertThat(libraries.list().await()).contains(new Summary(root, null, 3, true));
  }

  @Test
  void anUnknownLibraryIsRefusedInOneSentence() {
    Libraries libraries = new Libraries(vertx, new PgCatalogue(pool));
    assertThatThrownBy(() -> libraries.forget("no such library").await())
        .isInstanceOf(ImportRefused.class)
        .hasMessageContaining("library list");
    assertThatThrownBy(() -> libraries.rename(folder.toString(), " \u0000 ").await())
        .isInstanceOf(ImportRefused.class);
  }

  @Test
  void aNameThatTheNextImportWouldRefuseIsRefused() throws Exception {
    Libraries libraries = new Libraries(vertx, new PgCatalogue(pool));
    String root = folder.toRealPath().toString();
    String longest = (seed() + "ص".repeat(250)).substring(0, 250);
    assertThatThrownBy(() -> libraries.rename(root, "ص".repeat(251)).await())
        .isInstanceOf(ImportRefused.class)
        .hasMessageContaining("at most 500 bytes");
    assertThat(folder.resolve(".durus")).doesNotExist();
    assertThat(libraries.rename(root, longest).await()).isTrue();
    assertThat(importer().run(folder).await().unchanged()).isEqualTo(3);
  }

  @Test
  void aCheckChangesNothing() throws Exception {
    write("C/New.mp3");
    Path cover = folder.resolve("C/cover.png");
    Files.write(cover, ImportCoversTest.picture(1, "png"));
    long revision = revision();
    Map<String, Long> files = modifiedFiles();

    ImportReport report = run(new ImportOptions(true, false));

    assertThat(report.added()).isEqualTo(1);
    assertThat(report.unchanged()).isEqualTo(3);
    assertThat(revision()).isEqualTo(revision);
    assertThat(modifiedFiles()).isEqualTo(files);
    assertThat(covers).doesNotExist();
    assertThat(run()).isEqualTo(report.naming(List.of()));
  }

  private void copyTo(Path target) throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path each : files.toList()) {
        Files.copy(each, target.resolve(folder.relativize(each).toString()));
      }
    }
  }
}
