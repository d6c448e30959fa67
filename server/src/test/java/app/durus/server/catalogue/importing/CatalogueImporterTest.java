package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.contract.catalogue.AudioAsset;
import app.durus.contract.catalogue.CatalogueChanges;
import app.durus.contract.catalogue.Lecture;
import app.durus.server.audio.AudioStore;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.ImportRefused;
import app.durus.server.catalogue.importing.names.PathText;
import app.durus.server.catalogue.importing.report.ImportReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an import makes of a folder, and that it is one whole. */
class CatalogueImporterTest extends FolderImportFixture {

  @Test
  void foldersBecomeScholarsSeriesAndLectures() throws Exception {
    write("Scholar/Series/01 - First.mp3");
    write("Scholar/Series/Part 2/02 - Second.MP3");
    write("Scholar/Alone.mp3");
    write("On top.mp3");
    writeSpeech("الشيخ/السلسلة/٠٣ - الدرس الثالث.m4a");

    ImportReport report = run();

    assertThat(report.added()).isEqualTo(5);
    assertThat(report.problems())
        .as("only that nothing names the scholar of “On top.mp3”")
        .singleElement()
        .satisfies(problem -> assertThat(problem.sentence()).contains("“On top.mp3”"));
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
    checkStoredSpeech(page);
  }

  private void checkStoredSpeech(CatalogueChanges page) throws Exception {
    AudioAsset asset = assetOf(page, "Asking and Answering");
    assertThat(asset.durationMs()).isBetween(66_700L, 66_800L);
    assertThat(asset.mediaType()).isEqualTo("audio/mp4");
    assertThat(asset.url()).isEqualTo("audio/" + asset.sha256() + ".m4a");
    assertThat(new AudioStore(stored).audio(asset.sha256(), AudioFormat.M4A))
        .hasBinaryContent(TestAudio.speech("03.m4a"));
  }

  /** Its tags name the title "Asking and Answering" and the language English. */
  private void writeSpeech(String path) throws Exception {
    TestAudio.write(PathText.resolve(folder, path), TestAudio.speech("03.m4a"));
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
  void aLostCopyIsRestoredWithoutAChangeOfTheCatalogue() throws Exception {
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
  void theImportReportsItsProgress() throws Exception {
    write("A/One.mp3");
    write("A/Two.mp3");
    List<String> told = new CopyOnWriteArrayList<>();

    importer()
        .run(
            folder,
            ImportOptions.USUAL,
            (stage, done, of) -> told.add(stage + " " + done + " of " + of))
        .await();

    assertThat(told)
        .containsExactly("READING 1 of 2", "READING 2 of 2", "KEEPING 1 of 2", "KEEPING 2 of 2");
  }
}
