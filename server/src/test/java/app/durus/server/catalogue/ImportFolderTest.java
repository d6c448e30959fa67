package app.durus.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.contract.AudioAsset;
import app.durus.contract.CatalogueChanges;
import app.durus.contract.Lecture;
import app.durus.server.audio.AudioFormat;
import app.durus.server.audio.AudioStore;
import app.durus.server.audio.TestAudio;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jaudiotagger.tag.FieldKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Imports real files into a real database. Every test has a folder and recordings of its own. */
@ExtendWith(PostgresExtension.class)
class ImportFolderTest {

  private static long seeds;

  @TempDir Path temporary;
  private Vertx vertx;
  private Pool pool;
  private Path folder;
  private Path stored;
  private CatalogueApi api;
  private long cursor;

  @BeforeEach
  void anEmptyFolder(TestDatabase database) throws IOException {
    vertx = Vertx.vertx();
    pool = database.pool(vertx);
    api = new CatalogueApi(new PgCatalogue(pool));
    folder = Files.createDirectory(temporary.resolve("My recordings"));
    stored = temporary.resolve("data/audio");
    cursor = revision();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void foldersBecomeScholarsSeriesAndLecturesInArabicAndEnglish() throws Exception {
    String speech = "الشيخ/السلسلة/٠٣ - الدرس الثالث.m4a";
    write("Scholar/Series/01 - First.mp3");
    write("Scholar/Series/Part 2/02 - Second.MP3");
    write("Scholar/Alone.mp3");
    write("On top.mp3");
    TestAudio.write(PathText.resolve(folder, speech), TestAudio.speech("03.m4a"));

    ImportReport report = run();

    assertThat(report).isEqualTo(new ImportReport(5, 0, 0, 0, 0, 0, List.of()));
    CatalogueChanges page = changes();
    Map<String, String> scholars =
        page.scholars().stream().collect(Collectors.toMap(s -> s.id(), s -> s.name()));
    Map<String, String> series =
        page.series().stream().collect(Collectors.toMap(s -> s.id(), s -> s.title()));
    assertThat(page.lectures())
        .extracting(
            lecture -> scholars.get(lecture.scholarId()),
            lecture -> lecture.seriesId() == null ? null : series.get(lecture.seriesId()),
            Lecture::number,
            Lecture::title,
            Lecture::language)
        .containsExactlyInAnyOrder(
            tuple("Scholar", "Series", 1, "First", null),
            tuple("Scholar", "Series – Part 2", 2, "Second", null),
            tuple("Scholar", null, 0, "Alone", null),
            tuple("My recordings", null, 0, "On top", null),
            tuple("الشيخ", "السلسلة", 3, "Asking and Answering", "en"));
    assertThat(page.lectures()).allMatch(Lecture::published).allMatch(l -> l.addedAt() > 0);
    AudioAsset asset = assetOf(page, "Asking and Answering");
    assertThat(asset.durationMs()).isBetween(66_700L, 66_800L);
    assertThat(asset.mediaType()).isEqualTo("audio/mp4");
    assertThat(asset.url()).isEqualTo("audio/" + asset.sha256() + ".m4a");
    assertThat(new AudioStore(stored).audio(asset.sha256(), AudioFormat.M4A))
        .hasBinaryContent(TestAudio.speech("03.m4a"));
  }

  @Test
  void importingTwiceChangesNothing() throws Exception {
    write("A/S/01 - One.mp3");
    write("A/S/Two.mp3");
    run();
    long revision = revision();
    Map<String, Long> files = modifiedFiles();

    ImportReport again = run();

    assertThat(again).isEqualTo(new ImportReport(0, 0, 2, 0, 0, 0, List.of()));
    assertThat(again.changedAnything()).isFalse();
    assertThat(revision()).isEqualTo(revision);
    assertThat(modifiedFiles()).isEqualTo(files);
  }

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
  void twoFilesMaySwapTheirNames() throws Exception {
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
  void otherAudioAtTheSamePathIsANewAssetOfTheSameLecture() throws Exception {
    Path file = write("A/S/01 - One.mp3");
    byte[] first = Files.readAllBytes(file);
    run();
    Lecture before = lectures().get("One");

    TestAudio.write(file, TestAudio.mp3(++seeds, 90));
    assertThat(run()).isEqualTo(new ImportReport(0, 1, 0, 0, 0, 1, List.of()));
    Lecture replaced = lectures().get("One");
    assertThat(replaced.id()).isEqualTo(before.id());
    assertThat(replaced.assetId()).isNotEqualTo(before.assetId());
    assertThat(changes().assets()).hasSize(2);

    // The first one comes back: it is the asset that it was.
    TestAudio.write(file, first);
    assertThat(run()).isEqualTo(new ImportReport(0, 1, 0, 0, 0, 0, List.of()));
    assertThat(lectures().get("One").assetId()).isEqualTo(before.assetId());
  }

  @Test
  void aMissingFileUnpublishesAndItsReturnRepublishesTheSameLecture() throws Exception {
    Path file = write("Away/S/01 - One.mp3");
    write("B/Two.mp3");
    run();
    Lecture before = lectures().get("One");

    Path away = temporary.resolve("away.mp3");
    Files.move(file, away);
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 1, 0, 0, List.of()));
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
  void whatIsBrokenIsReportedByNameAndTheRestIsImported() throws Exception {
    write("A/Good.mp3");
    TestAudio.write(folder.resolve("A/Empty.mp3"));
    TestAudio.write(folder.resolve("A/Text.mp3"), "no audio".repeat(100).getBytes());
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
  void aFileThatBrokeIsNotMissingItsLectureKeepsItsRecording() throws Exception {
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
  void aRecordingOfWhichSomethingShouldBeKnownIsImportedAndReported() throws Exception {
    TestAudio.write(folder.resolve("A/One.mp3"), TestAudio.frames(++seeds, 100, 1, 14));
    ImportReport report = run();
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.problems())
        .singleElement()
        .extracting(ImportProblem::sentence)
        .asString()
        .contains("variable bit rate");
  }

  @Test
  void hiddenFilesAndOtherKindsArePassedOverQuietly() throws Exception {
    write("A/One.mp3");
    write("A/.hidden.mp3");
    write(".trash/Two.mp3");
    TestAudio.write(folder.resolve("A/cover.jpg"), new byte[10]);
    TestAudio.write(folder.resolve("A/._One.mp3"), new byte[10]);
    assertThat(run()).isEqualTo(new ImportReport(1, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void twoFilesWithTheSameAudioAreReportedAndNeverGuessedAmong() throws Exception {
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
  void theSameNameInEitherUnicodeFormIsTheSameFile() throws Exception {
    Path composed = PathText.resolve(folder, "A/Caf\u00e9.mp3");
    TestAudio.write(composed, TestAudio.mp3(++seeds, 50));
    run();
    Lecture before = lectures().get("Caf\u00e9");
    Files.delete(composed);
    // Another recording, so that only the path can tell.
    TestAudio.write(PathText.resolve(folder, "A/Cafe\u0301.mp3"), TestAudio.mp3(++seeds, 50));
    assertThat(run()).isEqualTo(new ImportReport(0, 1, 0, 0, 0, 1, List.of()));
    assertThat(lectures().get("Caf\u00e9").id()).isEqualTo(before.id());
  }

  @Test
  void twoFoldersDoNotUnpublishEachOthersLectures() throws Exception {
    write("A/One.mp3");
    run();
    Path other = temporary.resolve("other");
    TestAudio.write(other.resolve("A/Two.mp3"), TestAudio.mp3(++seeds, 50));
    assertThat(importer().run(other).await())
        .isEqualTo(new ImportReport(1, 0, 0, 0, 0, 0, List.of()));
    assertThat(lectures().get("One").published()).isTrue();
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 0, 0, 0, List.of()));
    assertThat(lectures().get("Two").published()).isTrue();
    // They share their scholar.
    assertThat(lectures().get("One").scholarId()).isEqualTo(lectures().get("Two").scholarId());
  }

  @Test
  void aNamedLibraryIsItselfWhereverItLies() throws Exception {
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
  void aLibraryThatMovedWithoutANameIsReported() throws Exception {
    write("A/One.mp3");
    run();
    Path moved = temporary.resolve("moved");
    Files.move(folder, moved);
    assertThat(importer().run(moved).await().problems())
        .singleElement()
        .extracting(ImportProblem::sentence)
        .asString()
        .contains("from another folder");
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
  void aLinkThatLeadsNowhereOrInACircleIsReportedAndItsLecturesStay() throws Exception {
    Path target = temporary.resolve("elsewhere.mp3");
    TestAudio.write(target, TestAudio.mp3(++seeds, 50));
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
  void aCopyThatWasLostFromTheStoreIsMadeAgainWithoutAChange() throws Exception {
    write("A/One.mp3");
    run();
    Path lost =
        stored.resolve(
            modifiedFiles().keySet().stream()
                .filter(name -> name.endsWith(".mp3"))
                .findFirst()
                .orElseThrow());
    Files.delete(lost);
    assertThat(run().changedAnything()).isFalse();
    assertThat(lost).exists();
  }

  @Test
  void whatIsNoFolderIsRefusedInOneSentence() {
    assertThatThrownBy(() -> importer().run(temporary.resolve("nowhere")).await())
        .isInstanceOf(ImportRefused.class)
        .hasMessageStartingWith("There is no folder");
  }

  @Test
  void onlyOneImportRunsAtATime() throws Exception {
    write("A/One.mp3");
    List<io.vertx.core.Future<ImportReport>> runs =
        Stream.generate(() -> importer().run(folder)).limit(4).toList();
    io.vertx.core.Future.join(runs).otherwiseEmpty().await();
    List<ImportReport> done =
        runs.stream().filter(run -> run.succeeded()).map(run -> run.result()).toList();
    assertThat(done).isNotEmpty();
    assertThat(done.stream().mapToInt(ImportReport::added).sum()).isEqualTo(1);
    assertThat(runs)
        .filteredOn(run -> run.failed())
        .allMatch(run -> run.cause() instanceof ImportRefused);
    assertThat(run()).isEqualTo(new ImportReport(0, 0, 1, 0, 0, 0, List.of()));
  }

  @Test
  void anImportThatFailsChangesNothingAndTheNextOneSucceeds() throws Exception {
    write("A/One.mp3");
    pool.query("ALTER TABLE audio_asset ADD CONSTRAINT refuse CHECK (revision < 0) NOT VALID")
        .execute()
        .await();
    long revision = revision();
    try {
      assertThatThrownBy(this::run).isNotInstanceOf(ImportRefused.class);
      assertThat(revision()).isEqualTo(revision);
      assertThat(changes().lectures()).isEmpty();
    } finally {
      pool.query("ALTER TABLE audio_asset DROP CONSTRAINT refuse").execute().await();
    }
    assertThat(run().added()).isEqualTo(1);
  }

  @Test
  void aDatabaseFilledAgainFromTheSameFolderGivesTheSameIds() throws Exception {
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

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  private Path write(String path) throws IOException {
    return TestAudio.write(PathText.resolve(folder, path), TestAudio.mp3(++seeds, 50));
  }

  private ImportFolder importer() {
    return new ImportFolder(vertx, new PgCatalogue(pool), new AudioStore(stored));
  }

  private ImportReport run() {
    return importer().run(folder).await();
  }

  /** What this test changed. */
  private CatalogueChanges changes() {
    return api.changes(cursor).await();
  }

  private Map<String, Lecture> lectures() {
    return changes().lectures().stream()
        .collect(Collectors.toMap(Lecture::title, Function.identity()));
  }

  private AudioAsset assetOf(CatalogueChanges page, String title) {
    Lecture lecture = lectures().get(title);
    return page.assets().stream()
        .filter(asset -> asset.id().equals(lecture.assetId()))
        .findFirst()
        .orElseThrow();
  }

  private long revision() {
    return pool.preparedQuery("SELECT revision FROM catalogue")
        .execute(Tuple.tuple())
        .await()
        .iterator()
        .next()
        .getLong(0);
  }

  private Map<String, Long> modifiedFiles() throws IOException {
    Map<String, Long> modified = new TreeMap<>();
    try (Stream<Path> files = Files.walk(stored)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        modified.put(
            stored.relativize(file).toString(), Files.getLastModifiedTime(file).toMillis());
      }
    }
    return modified;
  }
}
