package app.durus.server.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.waiting.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jaudiotagger.tag.FieldKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFileTest {

  private static final byte[] AUDIO = TestAudio.mp3(1, 200);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    // By ffprobe.
    "02.mp3, 76643",
    "05.mp3, 65985",
    "03.m4a, 66753",
    "11.m4a, 54414",
  })
  void theDurationOfRecordedSpeechIsExact(String name, long durationMs) throws Exception {
    var recording = playable(name, TestAudio.speech(name));
    assertThat(recording.durationMs()).isCloseTo(durationMs, within(100L));
    assertThat(recording.remarks()).isEmpty();
  }

  @Test
  void arabicTagsAreRead() throws Exception {
    var tags = playable("a.mp3", TestAudio.speech("07.mp3")).tags();
    assertThat(tags)
        .isEqualTo(new AudioTags("الأدب قبل العلم", "معلّم تجريبي", "آداب طالب العلم", 1, "ara"));
    assertThat(playable("a.m4a", TestAudio.speech("08.m4a")).tags())
        .isEqualTo(new AudioTags("حسن الاستماع", "معلّم تجريبي", "آداب طالب العلم", 2, "ara"));
  }

  @Test
  void generatedSoundNeverLooksLikeATag() throws Exception {
    var recording = playable("a.mp3", TestAudio.mp3(51, 50));
    assertThat(recording.tags()).isEqualTo(AudioTags.NONE);
    assertThat(recording.durationMs()).isEqualTo(ms(50));
  }

  @Test
  void theDurationOfAVariableBitRateWithoutIndexIsCountedAndReported() throws Exception {
    // The first frame alone would make it five times as long.
    var recording = playable("a.mp3", TestAudio.frames(1, 1_000, 1, 14, 9));
    assertThat(recording.durationMs()).isCloseTo(ms(1_000), within(1L));
    assertThat(recording.remarks()).singleElement().asString().contains("no index");
  }

  @Test
  void anIndexIsNotSoundAndMakesAVariableBitRateSeekable() throws Exception {
    byte[] frames = TestAudio.frames(1, 1_000, 1, 14, 9);
    var recording = playable("a.mp3", TestAudio.xingFrame(1_000), frames);
    assertThat(recording.durationMs()).isCloseTo(ms(1_000), within(1L));
    assertThat(recording.remarks()).isEmpty();
  }

  @Test
  void rewritingTheIndexKeepsTheAudioHash() throws Exception {
    assertThat(playable("b.mp3", TestAudio.xingFrame(199), AUDIO).audioSha256())
        .isEqualTo(playable("a.mp3", TestAudio.xingFrame(200), AUDIO).audioSha256())
        .isEqualTo(playable("a.mp3", AUDIO).audioSha256());
  }

  @Test
  void aTruncatedFileHasTheDurationOfItsRestAndIsReported() throws Exception {
    var recording = playable("a.mp3", TestAudio.xingFrame(1_000), TestAudio.mp3(1, 400));
    assertThat(recording.durationMs()).isCloseTo(ms(400), within(1L));
    assertThat(recording.remarks()).singleElement().asString().contains("cut off");
  }

  @Test
  void anUnfinishedDownloadIsReported() throws Exception {
    assertThat(unusable("a.mp3", AUDIO, new byte[2 * AUDIO.length]))
        .startsWith("Less than half of it is sound");
  }

  @Test
  void aDamagedPartIsSkipped() throws Exception {
    byte[] noise = new byte[5_000];
    new Random(3).nextBytes(noise);
    var recording = playable("a.mp3", AUDIO, noise, TestAudio.mp3(2, 200));
    assertThat(recording.durationMs()).isCloseTo(ms(400), within(60L));
  }

  @Test
  void tagsOfAnyKindDoNotChangeTheAudioHash() throws Exception {
    String bare = playable("a.mp3", AUDIO).audioSha256();
    byte[] id3v1 = padded("TAG", 128);
    assertThat(playable("b.mp3", id3v2(50, false), AUDIO).audioSha256()).isEqualTo(bare);
    assertThat(playable("b.mp3", id3v2(50, true), AUDIO).audioSha256()).isEqualTo(bare);
    assertThat(playable("b.mp3", id3v2(9, false), id3v2(70, false), AUDIO).audioSha256())
        .isEqualTo(bare);
    assertThat(playable("b.mp3", id3v2(9, false), new byte[300], AUDIO).audioSha256())
        .isEqualTo(bare);
    assertThat(playable("b.mp3", AUDIO, id3v1).audioSha256()).isEqualTo(bare);
    assertThat(playable("b.mp3", AUDIO, padded("TAG+", 227), id3v1).audioSha256()).isEqualTo(bare);
    assertThat(playable("b.mp3", AUDIO, ape(40), id3v1).audioSha256()).isEqualTo(bare);
    byte[] lyrics2 = ascii("LYRICSBEGIN" + "IND0000200" + "000021" + "LYRICS200");
    assertThat(playable("b.mp3", AUDIO, lyrics2, id3v1).audioSha256()).isEqualTo(bare);
    byte[] lyrics1 = ascii("LYRICSBEGIN some words LYRICSEND");
    assertThat(playable("b.mp3", AUDIO, lyrics1, id3v1).audioSha256()).isEqualTo(bare);
  }

  @Test
  void retaggingChangesTheFileHashButNotTheAudioHash() throws Exception {
    for (String name : new String[] {"06.mp3", "04.m4a"}) {
      Path file = TestAudio.write(folder.resolve(name), TestAudio.speech(name));
      var before = (AudioFile.Playable) AudioFile.inspect(file, format(name));
      TestAudio.tag(file, FieldKey.TITLE, "A much longer title than before ".repeat(200));
      var after = (AudioFile.Playable) AudioFile.inspect(file, format(name));
      assertThat(after.sha256()).isNotEqualTo(before.sha256());
      assertThat(after.audioSha256()).isEqualTo(before.audioSha256());
      assertThat(after.durationMs()).isEqualTo(before.durationMs());
    }
  }

  @Test
  void differentSoundHasADifferentAudioHash() throws Exception {
    assertThat(playable("a.mp3", AUDIO).audioSha256())
        .isNotEqualTo(playable("b.mp3", TestAudio.mp3(2, 200)).audioSha256());
    byte[] speech = TestAudio.speech("04.m4a");
    byte[] altered = speech.clone();
    altered[altered.length - 100] ^= 1;
    assertThat(playable("a.m4a", speech).audioSha256())
        .isNotEqualTo(playable("b.m4a", altered).audioSha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp3", "a.m4a"})
  void filesWithoutAudioAreReported(String name) throws Exception {
    byte[] noise = new byte[300_000];
    new Random(1).nextBytes(noise);
    assertThat(unusable(name)).isEqualTo("It is empty.");
    assertThat(unusable(name, noise)).contains("not an M");
    assertThat(unusable(name, new byte[40_000])).isNotEmpty();
    assertThat(unusable(name, ascii("This is a text. ".repeat(1_000)))).isNotEmpty();
    assertThat(unusable(name, new byte[] {'I'})).isNotEmpty();
  }

  @Test
  void aFileOfTagsWithoutAudioIsRefused() throws Exception {
    assertThat(unusable("a.mp3", id3v2(50, false), padded("TAG", 128)))
        .isEqualTo("It holds no audio.");
    // A tag that claims to be longer than its file.
    assertThat(unusable("a.mp3", Arrays.copyOf(id3v2(100_000, false), 500)))
        .isEqualTo("It holds no audio.");
  }

  @Test
  void theContentDecidesTheFormatAndNotTheName() throws Exception {
    var mp3 = playable("a.m4a", AUDIO);
    assertThat(mp3.format()).isEqualTo(AudioFormat.MP3);
    assertThat(mp3.remarks()).singleElement().asString().contains("it is MP3");
    var m4a = playable("a.mp3", TestAudio.speech("03.m4a"));
    assertThat(m4a.format()).isEqualTo(AudioFormat.M4A);
    assertThat(m4a.remarks()).singleElement().asString().contains("it is M4A");
    assertThat(unusable("a.m4a", new byte[500])).contains("not an M4A");
    assertThat(unusable("a.mp3", new byte[500])).contains("no audio");
  }

  @Test
  void eachTruncationOfAnM4aIsCompleteOrReported() throws Exception {
    byte[] speech = TestAudio.speech("03.m4a");
    for (int length :
        new int[] {1, 7, 8, 20, 40, 500, 3_000, speech.length / 2, speech.length - 1}) {
      assertThat(unusable("a.m4a", Arrays.copyOf(speech, length))).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatIsWrittenToWhileItIsReadIsUnusableOnlyForNow(boolean audible) throws Exception {
    byte[] bytes = audible ? TestAudio.mp3(1, 3_000) : new byte[1_000_000];
    Path file = TestAudio.write(folder.resolve("a.mp3"), bytes);
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> touch(file, ended));
    try {
      AudioFile.Unusable seen =
          Eventually.get(
              "a reading during which the file changed",
              () ->
                  AudioFile.inspect(file, AudioFormat.MP3) instanceof AudioFile.Unusable one
                      ? one
                      : null,
              one -> one != null && one.forNow());
      assertThat(seen.why()).startsWith("It was written to while it was being read");
    } finally {
      ended.set(true);
      writer.join();
    }
  }

  private static void touch(Path file, AtomicBoolean ended) {
    try {
      for (long ms = 0; !ended.get(); ms++) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(ms));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AudioFile.Playable playable(String name, byte[]... parts) throws Exception {
    Path file = TestAudio.write(folder.resolve(name), parts);
    AudioFile recording = AudioFile.inspect(file, format(name));
    assertThat(recording).isInstanceOf(AudioFile.Playable.class);
    return (AudioFile.Playable) recording;
  }

  private String unusable(String name, byte[]... parts) throws Exception {
    Path file = TestAudio.write(folder.resolve(name), parts);
    AudioFile recording = AudioFile.inspect(file, format(name));
    assertThat(recording).isInstanceOf(AudioFile.Unusable.class);
    Files.delete(file);
    return ((AudioFile.Unusable) recording).why();
  }

  private static AudioFormat format(String name) {
    return AudioFormat.ofFileName(name).orElseThrow();
  }

  private static long ms(int frames) {
    return Math.round(frames * TestAudio.FRAME_MS);
  }

  private static byte[] id3v2(int bodyBytes, boolean footer) {
    byte[] header = {
      'I',
      'D',
      '3',
      4,
      0,
      (byte) (footer ? 0x10 : 0),
      0,
      (byte) (bodyBytes >> 14 & 0x7f),
      (byte) (bodyBytes >> 7 & 0x7f),
      (byte) (bodyBytes & 0x7f)
    };
    byte[] footerBytes = header.clone();
    System.arraycopy(ascii("3DI"), 0, footerBytes, 0, 3);
    byte[] body = new byte[bodyBytes];
    return footer ? TestAudio.join(header, body, footerBytes) : TestAudio.join(header, body);
  }

  private static byte[] ape(int bodyBytes) {
    int size = bodyBytes + 32;
    byte[] header = padded("APETAGEX", 32);
    header[12] = (byte) size;
    byte[] footer = header.clone();
    header[23] = (byte) 0xa0;
    footer[23] = (byte) 0x80;
    return TestAudio.join(header, new byte[bodyBytes], footer);
  }

  private static byte[] padded(String start, int length) {
    return Arrays.copyOf(ascii(start), length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
