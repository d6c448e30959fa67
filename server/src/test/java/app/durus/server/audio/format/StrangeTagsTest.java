package app.durus.server.audio.format;

import static app.durus.server.audio.TestTags.ape;
import static app.durus.server.audio.TestTags.apeItem;
import static app.durus.server.audio.TestTags.frame;
import static app.durus.server.audio.TestTags.id3v1;
import static app.durus.server.audio.TestTags.id3v2;
import static app.durus.server.audio.TestTags.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.AudioFile;
import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestTags;
import app.durus.server.audio.format.mp3.ApeTag;
import app.durus.server.audio.format.tags.AudioTags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same words in every way that tags of MP3 were written. */
class StrangeTagsTest {

  private static final String ARABIC = "الصبر على الأذى";
  private static final byte[] SOUND = TestAudio.mp3(1, 50);
  private static final String MARK = "\uFEFF";

  @TempDir Path folder;

  static Stream<Arguments> encodings() {
    List<Arguments> all = new ArrayList<>();
    for (int version = 2; version <= 4; version++) {
      Object[][] ways = {
        {"Windows-1256 as Latin-1", text(0, ARABIC, TestTags.WINDOWS_ARABIC)},
        {"the same and a zero", text(0, ARABIC + "\0", TestTags.WINDOWS_ARABIC)},
        {"UTF-8 as Latin-1", text(0, ARABIC, UTF_8)},
        {"UTF-16, little end first", text(1, MARK + ARABIC, UTF_16LE)},
        {"UTF-16, big end first", text(1, MARK + ARABIC, UTF_16BE)},
        {"UTF-16, little end first, without a mark", text(1, ARABIC, UTF_16LE)},
        {"UTF-16, big end first, without a mark", text(1, ARABIC, UTF_16BE)},
        {"UTF-16 and two zeros", text(1, MARK + ARABIC + "\0", UTF_16LE)},
        {
          "UTF-16 and half a character",
          TestAudio.join(text(1, MARK + ARABIC, UTF_16LE), new byte[1])
        },
        {"UTF-16BE", text(2, ARABIC, UTF_16BE)},
        {"UTF-8", text(3, ARABIC, UTF_8)},
        {"UTF-8 and another value", text(3, ARABIC + "\0Patience", UTF_8)},
      };
      for (Object[] way : ways) {
        // ID3v2.2 knows the first two encodings only, and no program wrote others there.
        if (version > 2 || ((byte[]) way[1])[0] < 2) {
          all.add(Arguments.of(version, way[0], way[1]));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "ID3v2.{0}: {1}")
  @MethodSource("encodings")
  void arabicIsReadInEveryEncoding(int version, String way, byte[] content) throws IOException {
    byte[] tag = id3v2(version, 0, frame(version, version == 2 ? "TT2" : "TIT2", content));
    assertThat(tags(tag, SOUND).title().replace(MARK, "")).isEqualTo(ARABIC);
  }

  @Test
  void eachFieldOfAnId3v1TagIsRead() throws IOException {
    byte[] tag =
        id3v2(
            2,
            0,
            frame(2, "TT2", text(0, "Title", ISO_8859_1)),
            frame(2, "TP1", text(0, "Artist", ISO_8859_1)),
            frame(2, "TAL", text(0, "Album", ISO_8859_1)),
            frame(2, "TRK", text(0, "3/10", ISO_8859_1)));
    assertThat(tags(tag, SOUND)).isEqualTo(new AudioTags("Title", "Artist", "Album", 3, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void anUnreadableFrameDoesNotHideEarlierFrames(int version) throws IOException {
    byte[] title = frame(version, "TIT2", text(0, "Title", ISO_8859_1));
    byte[] junk = {-1, -2, 0, 1, 9, 9, 9, 9, 9, 9, 9, 9};
    byte[] tooLong = frame(version, "TPE1", text(0, "A".repeat(500), ISO_8859_1));
    byte[] cut = java.util.Arrays.copyOf(tooLong, 40);
    assertThat(tags(id3v2(version, 0, title, junk), SOUND).title()).isEqualTo("Title");
    assertThat(tags(id3v2(version, 0, title, cut), SOUND).title()).isEqualTo("Title");
    assertThat(tags(id3v2(version, 0, title, new byte[5_000]), SOUND).title()).isEqualTo("Title");
    assertThat(tags(id3v2(version, 0, title), id3v2(frame("TIT2", new byte[3])), SOUND).title())
        .isEqualTo("Title");
  }

  @Test
  void id3v1TagsAreReadInAnyEncoding() throws IOException {
    assertThat(tags(SOUND, id3v1(ARABIC, TestTags.WINDOWS_ARABIC)).title()).isEqualTo(ARABIC);
    assertThat(tags(SOUND, id3v1("الصبر", UTF_8)).title()).isEqualTo("الصبر");
    assertThat(tags(SOUND, id3v1("Café", ISO_8859_1, 7)))
        .isEqualTo(new AudioTags("Café", null, null, 7, null));
    // Thirty bytes are the first fifteen letters, or fourteen and a half.
    assertThat(ARABIC + " والناس")
        .startsWith(tags(SOUND, id3v1(ARABIC + " والناس", UTF_8)).title());
  }

  @Test
  void theOlderTagFillsTheGapsOfTheNewerOne() throws IOException {
    byte[] album = id3v2(frame("TALB", text(0, "Album", ISO_8859_1)));
    assertThat(tags(album, SOUND, id3v1(ARABIC, TestTags.WINDOWS_ARABIC, 3)))
        .isEqualTo(new AudioTags(ARABIC, null, "Album", 3, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 2000})
  void apeTagsAreRead(int version) throws IOException {
    byte[] tag =
        ape(version, "Title", ARABIC, "ARTIST", "Artist", "Album", "Album", "Track", "4/9");
    AudioTags expected = new AudioTags(ARABIC, "Artist", "Album", 4, null);
    assertThat(tags(SOUND, tag)).isEqualTo(expected);
    // It says more than the thirty letters of the other one.
    assertThat(tags(SOUND, tag, id3v1("الصبر", TestTags.WINDOWS_ARABIC))).isEqualTo(expected);
    byte[] title = id3v2(frame("TIT2", text(0, "Title", ISO_8859_1)));
    assertThat(tags(title, SOUND, tag).title()).isEqualTo("Title");
  }

  @Test
  void invalidItemsOfAnApeTagAreIgnored() throws IOException {
    byte[] title = apeItem("Title", "Title".getBytes(UTF_8));
    byte[] endless = apeItem("Artist", new byte[0]);
    endless[3] = 0x7f;
    assertThat(tags(SOUND, ape(2000, 2, TestAudio.join(title, endless))).title())
        .isEqualTo("Title");
    assertThat(tags(SOUND, ape(2000, 900, title)).title()).isEqualTo("Title");
    assertThat(tags(SOUND, ape(2000, "Title", "First\0Second")).title()).isEqualTo("First");
  }

  /** Work that grows with the square of the length would take hours here. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLongTagOfZerosIsReadOnce() throws IOException {
    byte[] zeros = new byte[16 << 20];
    zeros[zeros.length - 1] = 'A';
    Path file =
        TestAudio.write(folder.resolve("a.mp3"), SOUND, ape(2000, 1, apeItem("Artist", zeros)));
    assertThat(ApeTag.read(file).tags().artists()).containsExactly("A");
  }

  /** Looking for each value among all former ones would take hours here. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFrameOfVeryManyValuesIsReadOnce() throws IOException {
    int values = 600_000;
    String artists =
        IntStream.range(0, values).mapToObj(String::valueOf).collect(Collectors.joining("\0"));
    byte[] tag = id3v2(frame("TPE1", text(0, artists, ISO_8859_1)));
    assertThat(tags(tag, SOUND).artists()).hasSize(values);
  }

  @Test
  void thePictureOfAnApeTagIsRead() throws IOException {
    byte[] picture = {1, 2, 0, 3};
    byte[] item = apeItem("Cover Art (Front)", TestAudio.join("a.jpg\0".getBytes(UTF_8), picture));
    Path file = TestAudio.write(folder.resolve("a.mp3"), SOUND, ape(2000, 1, item));
    List<byte[]> pictures = new ArrayList<>();
    AudioFile.inspect(file, AudioFormat.MP3, pictures::add);
    assertThat(pictures).singleElement().isEqualTo(picture);
  }

  private AudioTags tags(byte[]... parts) throws IOException {
    Path file = TestAudio.write(folder.resolve("a.mp3"), parts);
    AudioFile recording = AudioFile.inspect(file, AudioFormat.MP3);
    assertThat(recording).isInstanceOf(AudioFile.Playable.class);
    assertThat(((AudioFile.Playable) recording).remarks()).isEmpty();
    return ((AudioFile.Playable) recording).tags();
  }
}
