package app.durus.server.audio.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.format.tags.AudioTags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On files that opusenc, oggenc and flac made. */
class OggAndFlacTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    // By sox, before encoding.
    "small.opus, OPUS, 3200, audio/ogg; codecs=opus",
    "small.ogg, VORBIS, 3200, audio/ogg; codecs=vorbis",
    "small.flac, FLAC, 1500, audio/flac",
  })
  void theDurationOfRealFilesIsExact(
      String name, AudioFormat format, long durationMs, String mediaType) throws Exception {
    var recording = playable(name, sample(name));
    assertThat(recording.format()).isEqualTo(format);
    assertThat(recording.durationMs()).isCloseTo(durationMs, within(1L));
    assertThat(recording.format().mediaType()).isEqualTo(mediaType);
    assertThat(recording.remarks()).isEmpty();
  }

  @Test
  void arabicTagsAreRead() throws Exception {
    assertThat(playable("a.opus", sample("small.opus")).tags())
        .isEqualTo(new AudioTags("حسن الاستماع", "معلّم تجريبي", "آداب طالب العلم", 2, "ara"));
    assertThat(playable("a.ogg", sample("small.ogg")).tags())
        .isEqualTo(new AudioTags("On listening", "A teacher", "Manners", 3, null));
    assertThat(playable("a.flac", sample("small.flac")).tags())
        .isEqualTo(new AudioTags("On patience", "A teacher", null, 4, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.opus", "small.flac"})
  void theEmbeddedPictureIsRead(String name) throws Exception {
    List<byte[]> pictures = new ArrayList<>();
    Path file = TestAudio.write(folder.resolve(name), sample(name));
    AudioFile.inspect(file, AudioFormat.ofFileName(name).orElseThrow(), pictures::add);
    assertThat(pictures).singleElement().isEqualTo(sample("cover.png"));
  }

  @ParameterizedTest
  @CsvSource({
    "small.opus, a.mp3, OPUS",
    "small.flac, a.m4a, FLAC",
    "small.ogg, a.flac, VORBIS",
    "small.flac, a.ogg, FLAC",
  })
  void aWrongNameIsSaidAndDoesNoHarm(String name, String called, AudioFormat format)
      throws Exception {
    var recording = playable(called, sample(name));
    assertThat(recording.format()).isEqualTo(format);
    assertThat(recording.remarks()).singleElement().asString().contains(format.name());
    assertThat(recording.audioSha256()).isEqualTo(playable(name, sample(name)).audioSha256());
  }

  @Test
  void opusMayHaveTheExtensionOgg() throws Exception {
    assertThat(playable("a.ogg", sample("small.opus")).remarks()).isEmpty();
  }

  @Test
  void aCommentOfAnotherSizeKeepsTheAudioHash() throws Exception {
    byte[] bytes = sample("small.flac");
    int end = 4 + 4 + 34;
    // A padding block after the first one, as tagging programs leave.
    byte[] padded =
        TestAudio.join(
            Arrays.copyOf(bytes, end),
            new byte[] {1, 0, 0, 100},
            new byte[100],
            Arrays.copyOfRange(bytes, end, bytes.length));
    assertThat(playable("b.flac", padded).audioSha256())
        .isEqualTo(playable("a.flac", bytes).audioSha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.opus", "small.ogg", "small.flac"})
  void aTruncatedFileHasTheDurationOfItsRestAndIsReported(String name) throws Exception {
    byte[] bytes = sample(name);
    var whole = playable(name, bytes);
    for (int percent = 5; percent < 100; percent += 5) {
      byte[] cut = Arrays.copyOf(bytes, bytes.length * percent / 100);
      Path file = TestAudio.write(folder.resolve("cut-" + name), cut);
      switch (AudioFile.inspect(file, whole.format())) {
        case AudioFile.Playable part -> {
          assertThat(part.remarks()).as("%d %%", percent).isNotEmpty();
          assertThat(part.durationMs()).isBetween(1L, whole.durationMs());
        }
        case AudioFile.Unusable unusable -> assertThat(unusable.why()).endsWith(".");
      }
    }
  }

  @Test
  void damageInsideAnOggFileIsSkippedAndReported() throws Exception {
    byte[] bytes = sample("small.opus");
    bytes[bytes.length - 900] ^= 0x55;
    var recording = playable("a.opus", bytes);
    assertThat(recording.remarks()).anyMatch(remark -> remark.contains("damaged"));
  }

  @Test
  void chainedStreamsHaveTheirTotalDurationAndAreReported() throws Exception {
    byte[] bytes = sample("small.opus");
    var recording = playable("a.opus", TestAudio.join(bytes, bytes));
    assertThat(recording.durationMs()).isCloseTo(6_400, within(2L));
    assertThat(recording.remarks()).singleElement().asString().contains("one after the other");
  }

  private AudioFile.Playable playable(String name, byte[] bytes) throws IOException {
    Path file = TestAudio.write(folder.resolve(name), bytes);
    AudioFile recording = AudioFile.inspect(file, AudioFormat.ofFileName(name).orElseThrow());
    assertThat(recording).isInstanceOf(AudioFile.Playable.class);
    return (AudioFile.Playable) recording;
  }

  static byte[] sample(String name) throws IOException {
    try (InputStream in = TestAudio.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
