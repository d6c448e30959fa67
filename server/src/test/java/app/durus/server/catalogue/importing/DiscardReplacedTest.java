package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.AudioStore;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.pg.PgCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bytes of a recording that another one has replaced. */
class DiscardReplacedTest extends FolderImportFixture {

  private static final Duration KEPT = Duration.ofDays(90);

  @Test
  @DisplayName("R9: a replaced recording can be downloaded to its end for as long as it is kept")
  void aReplacedRecordingIsKeptAndThenDeleted() throws Exception {
    Path file = write("A/S/01 - One.mp3");
    run();
    String old = assetOf(changes(), "One").sha256();
    TestAudio.write(file, recording(60));
    run();
    String present = assetOf(changes(), "One").sha256();

    age("89 days");
    assertThat(discard()).isZero();
    assertThat(isThere(old)).isTrue();

    age("2 days");
    assertThat(discard()).isEqualTo(1);
    assertThat(isThere(old)).isFalse();
    assertThat(Files.exists(new AudioStore(stored).manifest(old, AudioFormat.MP3))).isFalse();
    assertThat(isThere(present)).isTrue();
    assertThat(discard()).isZero();
  }

  @Test
  void bytesThatAnotherLectureUsesAreKept() throws Exception {
    byte[] shared = recording(50);
    Path one = TestAudio.write(folder.resolve("A/S/01 - One.mp3"), shared);
    TestAudio.write(folder.resolve("B/T/01 - Two.mp3"), shared);
    run();
    String old = assetOf(changes(), "Two").sha256();
    TestAudio.write(one, recording(60));
    run();
    age("91 days");
    assertThat(discard()).isZero();
    assertThat(isThere(old)).isTrue();
  }

  @Test
  void aRecordingThatReturnsIsKeptOrRestored() throws Exception {
    byte[] first = recording(50);
    byte[] second = recording(60);
    Path file = TestAudio.write(folder.resolve("A/S/01 - One.mp3"), first);
    run();
    String sha256 = assetOf(changes(), "One").sha256();
    TestAudio.write(file, second);
    run();
    TestAudio.write(file, first);
    run();
    age("91 days");
    // The second recording is deleted, because no lecture plays it now.
    assertThat(discard()).isEqualTo(1);
    assertThat(isThere(sha256)).isTrue();

    TestAudio.write(file, second);
    run();
    String again = assetOf(changes(), "One").sha256();
    assertThat(isThere(again)).isTrue();
    assertThat(Files.readAllBytes(new AudioStore(stored).audio(again, AudioFormat.MP3)))
        .isEqualTo(second);
  }

  @Test
  @DisplayName("R7: a lecture that is no longer published keeps its recording")
  void anUnpublishedLectureKeepsItsRecording() throws Exception {
    Path file = write("A/S/01 - One.mp3");
    write("A/S/02 - Two.mp3");
    run();
    String sha256 = assetOf(changes(), "One").sha256();
    Files.delete(file);
    run();
    age("500 days");
    assertThat(discard()).isZero();
    assertThat(isThere(sha256)).isTrue();
  }

  @Test
  void theCurrentRecordingOfALectureIsKeptWhateverItsMarkSays() throws Exception {
    write("A/S/01 - One.mp3");
    run();
    String sha256 = assetOf(changes(), "One").sha256();
    pool.query("UPDATE audio_asset SET replaced_at = now()").execute().await();
    age("91 days");
    assertThat(discard()).isZero();
    assertThat(isThere(sha256)).isTrue();
  }

  private int discard() {
    return new DiscardReplaced(vertx, new PgCatalogue(pool), new AudioStore(stored), KEPT)
        .run()
        .await();
  }

  /** Makes the replaced recordings old enough to be deleted. */
  private void age(String interval) {
    pool.query("UPDATE audio_asset SET replaced_at = replaced_at - interval '" + interval + "'")
        .execute()
        .await();
  }

  private boolean isThere(String sha256) {
    return Files.exists(new AudioStore(stored).audio(sha256, AudioFormat.MP3));
  }
}
