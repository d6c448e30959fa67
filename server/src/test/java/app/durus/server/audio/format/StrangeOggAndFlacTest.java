package app.durus.server.audio.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestOgg;
import app.durus.server.audio.TestTags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that recorders, radios and tagging programs made of what opusenc, oggenc and flac make. */
class StrangeOggAndFlacTest {

  private static final int LARGEST_FLAC_BLOCK_BYTES = 0xff_ffff;
  private static final int STREAM_INFO_END = 4 + 4 + 34;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    // 3200 ms, and 312 samples of 48 kHz that are skipped at the start as opusenc made it.
    "0, 3206",
    "1, 3206",
    "3840, 3126",
    "65535, 1841",
  })
  void thePreSkipIsNotPartOfTheDuration(int samples, long durationMs) throws IOException {
    byte[] bytes = TestOgg.withPreSkip(OggAndFlacTest.sample("small.opus"), samples);
    var recording = playable("a.opus", bytes);
    assertThat(recording.durationMs()).isCloseTo(durationMs, within(14L));
    assertThat(recording.remarks()).isEmpty();
  }

  @Test
  void aStreamThatBeginsLateHasTheDurationOfItsPages() throws IOException {
    byte[] bytes = OggAndFlacTest.sample("small.opus");
    long hour = 48_000L * 3_600;
    byte[] late = TestOgg.withPositions(bytes, position -> position < 0 ? -1 : position + hour);
    assertThat(playable("a.opus", late).durationMs()).isCloseTo(3_200, within(14L));
  }

  @ParameterizedTest
  @CsvSource({"8, 0", "9, 0", "10, 0", "18, 255", "19, 255", "20, 254"})
  void flacWhoseHeaderContradictsItsFramesIsRefused(int at, int value) throws IOException {
    byte[] bytes = OggAndFlacTest.sample("small.flac");
    if (at < 10) {
      bytes[8] = 0;
      bytes[9] = 0;
    }
    bytes[at] = (byte) value;
    if (at == 10) {
      bytes[11] = 0;
    }
    Path file = TestAudio.write(folder.resolve("a.flac"), bytes);
    assertThat(AudioFile.inspect(file, AudioFormat.FLAC))
        .isInstanceOfSatisfying(
            AudioFile.Unusable.class, unusable -> assertThat(unusable.why()).contains("damaged"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void opusWithoutPositionsHasTheDurationOfItsPackets(long position) throws IOException {
    byte[] bytes = TestOgg.withPositions(OggAndFlacTest.sample("small.opus"), old -> position);
    assertThat(playable("a.opus", bytes).durationMs()).isCloseTo(3_200, within(30L));
  }

  @Test
  void aFileWithoutItsLastPageIsReadAndReported() throws IOException {
    var recording = playable("a.ogg", TestOgg.withoutEnd(OggAndFlacTest.sample("small.ogg")));
    assertThat(recording.durationMs()).isCloseTo(3_200, within(2L));
    assertThat(recording.remarks()).singleElement().asString().contains("end is missing");
  }

  @Test
  void theFirstOfSeveralParallelStreamsCounts() throws IOException {
    byte[] bytes = OggAndFlacTest.sample("small.opus");
    List<byte[]> first = TestOgg.pages(bytes);
    List<byte[]> second = TestOgg.ofStream(bytes, 77);
    List<byte[]> both = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      both.add(first.get(i));
      both.add(second.get(i));
    }
    var recording = playable("a.opus", TestOgg.join(both));
    assertThat(recording.durationMs()).isEqualTo(playable("b.opus", bytes).durationMs());
    assertThat(recording.audioSha256()).isEqualTo(playable("b.opus", bytes).audioSha256());
    assertThat(recording.tags().title()).isEqualTo("حسن الاستماع");
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.opus", "small.ogg"})
  void unknownBytesAreSkippedAndReported(String name) throws IOException {
    byte[] bytes = OggAndFlacTest.sample(name);
    var whole = playable(name, bytes);
    byte[] junk = new byte[700];
    new Random(5).nextBytes(junk);
    assertThat(playable(name, bytes, junk).durationMs()).isEqualTo(whole.durationMs());
    assertThat(playable(name, bytes, TestTags.id3v1("x", StandardCharsets.US_ASCII)).remarks())
        .isEmpty();
    var before = playable(name, junk, bytes);
    assertThat(before.durationMs()).isEqualTo(whole.durationMs());
    assertThat(before.remarks()).singleElement().asString().contains("damaged");
    int middle = bytes.length / 2;
    var within =
        playable(
            name,
            Arrays.copyOf(bytes, middle),
            junk,
            Arrays.copyOfRange(bytes, middle, bytes.length));
    assertThat(within.durationMs()).isBetween(1L, whole.durationMs());
    assertThat(within.remarks()).anyMatch(remark -> remark.contains("damaged"));
  }

  @Test
  void picturesUpToTheSizeLimitAreRead() throws IOException {
    byte[] flac = OggAndFlacTest.sample("small.flac");
    byte[] picture = new byte[LARGEST_FLAC_BLOCK_BYTES - 42];
    new Random(6).nextBytes(picture);
    byte[] block = pictureBlock(picture, picture.length);
    List<byte[]> pictures = new ArrayList<>();
    Path file = TestAudio.write(folder.resolve("a.flac"), withBlocks(flac, block, block));
    var recording = AudioFile.inspect(file, AudioFormat.FLAC, pictures::add);
    assertThat(((AudioFile.Playable) recording).durationMs()).isEqualTo(1_500);
    assertThat(pictures).singleElement().isEqualTo(picture);
  }

  @Test
  void aPictureLargerThanItsBlockIsIgnored() throws IOException {
    byte[] flac = OggAndFlacTest.sample("small.flac");
    byte[] block = pictureBlock(new byte[40], Integer.MAX_VALUE);
    var recording = playable("a.flac", withBlocks(flac, block));
    assertThat(recording.durationMs()).isEqualTo(1_500);
    assertThat(recording.tags().title()).isEqualTo("On patience");
  }

  @Test
  void flacWithoutALengthHasTheDurationOfItsLastFrame() throws IOException {
    byte[] piped = OggAndFlacTest.sample("small.flac");
    piped[21] &= (byte) 0xf0;
    Arrays.fill(piped, 22, 26, (byte) 0);
    assertThat(playable("a.flac", piped).durationMs()).isEqualTo(1_500);
  }

  @Test
  void tagsOfOtherKindsAroundFlacKeepTheAudioHash() throws IOException {
    byte[] flac = OggAndFlacTest.sample("small.flac");
    byte[] before = TestTags.id3v2(TestTags.frame("TIT2", new byte[30]));
    byte[] after = TestTags.id3v1("x", StandardCharsets.US_ASCII);
    assertThat(playable("a.flac", before, flac, after).audioSha256())
        .isEqualTo(playable("b.flac", flac).audioSha256());
  }

  private static byte[] withBlocks(byte[] flac, byte[]... blocks) {
    return TestAudio.join(
        Arrays.copyOf(flac, STREAM_INFO_END),
        TestAudio.join(blocks),
        Arrays.copyOfRange(flac, STREAM_INFO_END, flac.length));
  }

  private static byte[] pictureBlock(byte[] picture, int claimedBytes) {
    byte[] type = "image/jpeg".getBytes(StandardCharsets.US_ASCII);
    int size = 4 + 4 + type.length + 4 + 16 + 4 + picture.length;
    return ByteBuffer.allocate(4 + size)
        .putInt(6 << 24 | size)
        .putInt(3)
        .putInt(type.length)
        .put(type)
        .putInt(0)
        .put(new byte[16])
        .putInt(claimedBytes)
        .put(picture)
        .array();
  }

  private AudioFile.Playable playable(String name, byte[]... parts) throws IOException {
    Path file = TestAudio.write(folder.resolve(name), parts);
    AudioFile recording = AudioFile.inspect(file, AudioFormat.ofFileName(name).orElseThrow());
    assertThat(recording).isInstanceOf(AudioFile.Playable.class);
    return (AudioFile.Playable) recording;
  }
}
