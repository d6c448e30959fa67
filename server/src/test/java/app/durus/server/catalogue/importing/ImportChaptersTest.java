package app.durus.server.catalogue.importing;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.catalogue.Chapter;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestTags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Chapters, from the operator's folder to what devices get. */
class ImportChaptersTest extends FolderImportFixture {

  @Test
  void theyAreKeptAndFollowTheTagsOfTheSameRecording() throws Exception {
    byte[] sound = recording(500);
    Path file = folder.resolve("A/S/01 - One.mp3");
    TestAudio.write(file, tag("Questions", 5_000), sound);
    run();
    assertThat(lectures().get("One").chapters())
        .containsExactly(new Chapter(0, "Talk"), new Chapter(5_000, "Questions"));
    assertThat(run().unchanged()).isEqualTo(1);

    TestAudio.write(file, tag("Answers", 6_000), sound);
    var report = run();
    assertThat(report.changed()).isEqualTo(1);
    assertThat(report.newAssets()).isZero();
    assertThat(lectures().get("One").chapters())
        .containsExactly(new Chapter(0, "Talk"), new Chapter(6_000, "Answers"));

    TestAudio.write(file, sound);
    run();
    assertThat(lectures().get("One").chapters()).as("left out on the wire").isNull();
  }

  @Test
  void thoseThatTheOperatorStatesComeFirst() throws Exception {
    Path file = folder.resolve("A/S/01 - One.mp3");
    TestAudio.write(file, tag("Questions", 5_000), recording(500));
    Path words = folder.resolve("A/S/durus.yaml");
    Files.writeString(
        words,
        "lectures: [{file: 01 - One.mp3, chapters: [{at: 0:00, title: المقدمة}, {at: 0:07},"
            + " {at: 9:59:59, title: behind the end}]}]");
    run();
    assertThat(lectures().get("One").chapters())
        .containsExactly(new Chapter(0, "المقدمة"), new Chapter(7_000, ""));

    Files.writeString(words, "lectures: [{file: 01 - One.mp3, chapters: []}]");
    assertThat(run().changed()).isEqualTo(1);
    assertThat(lectures().get("One").chapters()).isNull();

    Files.delete(words);
    assertThat(run().changed()).isEqualTo(1);
    assertThat(lectures().get("One").chapters()).hasSize(2);
  }

  private static byte[] tag(String second, int startMs) {
    return TestTags.id3v2(chapter("a", 0, "Talk"), chapter("b", startMs, second));
  }

  private static byte[] chapter(String id, int startMs, String title) {
    byte[] times = java.nio.ByteBuffer.allocate(16).putInt(startMs).array();
    byte[] inner = TestTags.frame("TIT2", TestTags.text(3, title, StandardCharsets.UTF_8));
    byte[] name = (id + "\0").getBytes(StandardCharsets.ISO_8859_1);
    return TestTags.frame("CHAP", TestAudio.join(name, times, inner));
  }
}
