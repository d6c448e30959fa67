package app.durus.server.audio.format;

import static app.durus.server.audio.TestM4a.INDEX;
import static app.durus.server.audio.TestM4a.TYPE;
import static app.durus.server.audio.TestM4a.box;
import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestM4a;
import app.durus.server.audio.TestTags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** M4A in every order, with what writers and shops put into it. */
class StrangeMp4Test {

  private static final byte[] SOUND = box("mdat", TestM4a.sound(1));

  @TempDir Path folder;

  @Test
  void theOrderOfBoxesDoesNotMatter() throws IOException {
    byte[] free = box("free", new byte[20]);
    byte[] unknown = box("uuid", new byte[100]);
    byte[][][] orders = {
      {TYPE, INDEX, SOUND},
      {TYPE, SOUND, INDEX},
      {TYPE, free, INDEX, free, SOUND, free},
      {TYPE, unknown, SOUND, INDEX},
      {free, TYPE, SOUND, INDEX},
      {SOUND, INDEX, TYPE},
      {SOUND, INDEX},
      {TYPE, INDEX, TestM4a.openBox("mdat", TestM4a.sound(1))},
      {TYPE, TestM4a.wideBox("mdat", TestM4a.sound(1)), INDEX},
    };
    String audio = playable(orders[0]).audioSha256();
    for (byte[][] order : orders) {
      assertThat(playable(order).durationMs()).isEqualTo(10_000);
      assertThat(playable(order).audioSha256()).isEqualTo(audio);
    }
  }

  @Test
  void bytesAfterTheLastBoxAreIgnored() throws IOException {
    byte[][] rests = {
      {1, 2, 3},
      new byte[3_000],
      TestTags.id3v1("Title", TestTags.WINDOWS_ARABIC),
      TestM4a.sound(7),
    };
    for (byte[] rest : rests) {
      assertThat(playable(TYPE, INDEX, SOUND, rest).durationMs()).isEqualTo(10_000);
    }
    // What was cut off is not taken for such a rest.
    byte[] cut = Arrays.copyOf(SOUND, 500);
    assertThat(unusable(TYPE, INDEX, SOUND, cut)).contains("cut off");
  }

  @Test
  void chaptersAndOtherTracksAreIgnored() throws IOException {
    byte[] index = box("moov", TestM4a.textTrack(), TestM4a.track("mp4a", 10_000));
    assertThat(playable(TYPE, index, SOUND).durationMs()).isEqualTo(10_000);
    assertThat(unusable(TYPE, box("moov", TestM4a.textTrack()), SOUND)).contains("no audio");
  }

  @Test
  void fragmentsHaveTheDurationOfTheirSamplesAndAreReported() throws IOException {
    byte[] index = box("moov", TestM4a.track("mp4a", 0), TestM4a.extension(500));
    var recording =
        playable(
            TYPE,
            index,
            TestM4a.fragment(4),
            SOUND,
            TestM4a.fragment(3, 1_000),
            SOUND,
            TestM4a.fragmentOf(100, 200, 300),
            SOUND);
    assertThat(recording.durationMs()).isEqualTo(2_000 + 3_000 + 600);
    assertThat(recording.remarks()).anyMatch(remark -> remark.contains("fragments"));
    assertThat(unusable(TYPE, index, SOUND)).contains("does not say how long");
  }

  @Test
  void xheAacIsReported() throws IOException {
    byte[] xheAac = box("moov", TestM4a.track("mp4a", 10_000, box("esds", esds(0xf940))));
    assertThat(playable(TYPE, xheAac, SOUND).remarks())
        .anyMatch(remark -> remark.contains("“xHE-AAC”"));
    byte[] aac = box("moov", TestM4a.track("mp4a", 10_000, box("esds", esds(0x1240))));
    assertThat(playable(TYPE, aac, SOUND).remarks()).noneMatch(remark -> remark.contains("coded"));
  }

  /**
   * The ES descriptor with the decoder configuration.
   *
   * @param specific the two bytes of the decoder's specific information. It begins with five bits
   *     of the audio object type: 2 for AAC, or 31 and then the type less 32
   */
  private static byte[] esds(int specific) {
    String head = "00000000" + "0319000000" + "04114015" + "00".repeat(11) + "0502";
    return HexFormat.of().parseHex(head + HexFormat.of().toHexDigits((short) specific));
  }

  /** The length has ten bytes, which as 64 bits are the way back to the descriptor's beginning. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aDescriptorWithAnOverflowingLengthIsReadInFiniteTime() throws IOException {
    byte[] esds = new byte[40];
    Arrays.fill(esds, 5, 14, (byte) 0xff);
    esds[4] = 1;
    esds[14] = -11 & 0x7f;
    byte[] index = box("moov", TestM4a.track("mp4a", 10_000, box("esds", esds)));
    assertThat(playable(TYPE, index, SOUND).durationMs()).isEqualTo(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alac", "ac-3", "Opus", "fLaC", "samr"})
  void aCodecThatNotEveryBrowserPlaysIsReported(String coding) throws IOException {
    byte[] index = box("moov", TestM4a.track(coding, 10_000));
    assertThat(playable(TYPE, index, SOUND).remarks())
        .anyMatch(remark -> remark.contains("“" + coding + "”"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"drms", "enca"})
  void aProtectedFileIsReportedAsProtected(String coding) throws IOException {
    byte[] index = box("moov", TestM4a.track(coding, 10_000));
    assertThat(unusable(TYPE, index, SOUND)).contains("protected");
  }

  private AudioFile.Playable playable(byte[]... parts) throws IOException {
    AudioFile recording = inspect(parts);
    assertThat(recording).isInstanceOf(AudioFile.Playable.class);
    return (AudioFile.Playable) recording;
  }

  private String unusable(byte[]... parts) throws IOException {
    AudioFile recording = inspect(parts);
    assertThat(recording).isInstanceOf(AudioFile.Unusable.class);
    return ((AudioFile.Unusable) recording).why();
  }

  private AudioFile inspect(byte[]... parts) throws IOException {
    return AudioFile.inspect(TestAudio.write(folder.resolve("a.m4a"), parts), AudioFormat.M4A);
  }
}
