package app.durus.server.audio.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestTags;
import app.durus.server.audio.format.mp3.Id3v2Frames;
import app.durus.server.audio.format.mp4.Mp4Chapters;
import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.audio.format.tags.Chapters;
import app.durus.server.audio.format.tags.VorbisComment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chapters, as each kind of recording writes them. */
class ChaptersTest {

  @TempDir Path folder;

  @Test
  void theyAreOrderedAndWithinTheSound() {
    List<Chapter> said =
        List.of(
            new Chapter(5_000, " Two\u0000\nlines "),
            new Chapter(0, "One"),
            new Chapter(5_000, "again"),
            new Chapter(10_000, "behind the end"));
    assertThat(Chapters.within(said, 10_000))
        .containsExactly(new Chapter(0, "One"), new Chapter(5_000, "Two lines"));
  }

  @Test
  void oneFromTheBeginningOnIsTheWholeRecording() {
    assertThat(Chapters.within(List.of(new Chapter(0, "All")), 10)).isEmpty();
    assertThat(Chapters.within(List.of(new Chapter(5, "Questions")), 10)).hasSize(1);
  }

  @Test
  void theirNumberAndTitlesAreBounded() {
    List<Chapter> many =
        IntStream.range(0, 5_000).mapToObj(i -> new Chapter(i, "x".repeat(5_000))).toList();
    assertThat(Chapters.within(many, 10_000))
        .hasSize(Chapters.MOST)
        .allMatch(one -> one.title().length() == Chapters.LONGEST_TITLE);
  }

  @Test
  void inAnId3v2TagOfEitherVersionThoseOfTheTableOfContentsCount() throws Exception {
    for (int version : new int[] {3, 4}) {
      byte[] tag =
          TestTags.id3v2(
              version,
              0,
              TestTags.frame(version, "TIT2", TestTags.text(0, "A lecture", ISO_8859_1)),
              TestTags.frame(version, "CHAP", chap("two", 60_000, title(version, "الثاني"))),
              TestTags.frame(version, "CHAP", chap("one", 0, title(version, "الأول"))),
              TestTags.frame(version, "CHAP", chap("bare", 90_000)),
              TestTags.frame(version, "CHAP", chap("picture", 70_000, title(version, "none"))),
              TestTags.frame(version, "CTOC", toc("part", 0, "two", "part")),
              TestTags.frame(version, "CTOC", toc("top", 3, "one", "part", "bare", "lost")));
      assertThat(id3v2(tag))
          .containsExactlyInAnyOrder(
              new Chapter(0, "الأول"), new Chapter(60_000, "الثاني"), new Chapter(90_000, ""));
    }
  }

  @Test
  void withoutATableOfContentsAllOfThemCount() throws Exception {
    byte[] tag =
        TestTags.id3v2(
            TestTags.frame("CHAP", chap("b", 5, title(4, "B"))),
            TestTags.frame("CHAP", chap("a", 0, title(4, "A"))),
            TestTags.frame("CHAP", new byte[] {'x', 0, 1}));
    assertThat(id3v2(tag)).containsExactlyInAnyOrder(new Chapter(0, "A"), new Chapter(5, "B"));
  }

  @Test
  void inAVorbisCommentTheyAreNumbered() {
    VorbisComment comment = new VorbisComment();
    comment.read(
        vorbis(
            "CHAPTER002=00:01:02.500",
            "chapter002name=الثاني",
            "CHAPTER001=00:00:00.000",
            "CHAPTER003=01:00:00",
            "CHAPTER004=soon",
            "CHAPTERS=4"),
        0);
    assertThat(comment.tagged().chapters())
        .containsExactly(
            new Chapter(0, ""), new Chapter(62_500, "الثاني"), new Chapter(3_600_000, ""));
  }

  @Test
  void inMpeg4TheTrackOfTextsThatTheSoundNamesCounts() throws Exception {
    byte[] texts =
        TestAudio.join(
            sample("".getBytes(UTF_8)),
            sample("الأول".getBytes(UTF_8)),
            sample("الثاني".getBytes(UTF_16)));
    byte[] data = box("mdat", texts);
    byte[] list = chpl("From the list");
    byte[] movie = box("moov", sound(7), chapterTrack(7, 8, texts), box("udta", list));
    assertThat(mpeg4(data, movie))
        .containsExactly(new Chapter(1_500, "الأول"), new Chapter(3_000, "الثاني"));
    byte[] withoutTrack = box("moov", sound(9), box("udta", list));
    assertThat(mpeg4(data, withoutTrack)).containsExactly(new Chapter(2_500, "From the list"));
  }

  @Test
  void damagedOnesInMpeg4AreNone() throws Exception {
    byte[] movie = box("moov", sound(7), chapterTrack(7, 1 << 30, new byte[0]));
    assertThat(mpeg4(box("mdat"), movie)).isEmpty();
    assertThat(mpeg4(box("mdat"), new byte[] {0, 0, 0, 50, 'm', 'o', 'o', 'v'})).isEmpty();
  }

  private List<Chapter> id3v2(byte[] tag) throws Exception {
    return Id3v2Frames.read(TestAudio.write(folder.resolve("tag.mp3"), tag, new byte[100]))
        .chapters();
  }

  private List<Chapter> mpeg4(byte[]... boxes) throws Exception {
    return Mp4Chapters.read(TestAudio.write(folder.resolve("one.m4a"), boxes));
  }

  private static byte[] title(int version, String title) {
    return TestTags.frame(version, "TIT2", TestTags.text(1, title, UTF_16));
  }

  private static byte[] chap(String id, int startMs, byte[]... frames) {
    ByteBuffer times = ByteBuffer.allocate(16).putInt(startMs).putInt(startMs + 1);
    times.putInt(-1).putInt(-1);
    return TestAudio.join(zeroEnded(id), times.array(), TestAudio.join(frames));
  }

  private static byte[] toc(String id, int flags, String... entries) {
    byte[] content =
        TestAudio.join(zeroEnded(id), new byte[] {(byte) flags, (byte) entries.length});
    for (String entry : entries) {
      content = TestAudio.join(content, zeroEnded(entry));
    }
    return content;
  }

  private static byte[] zeroEnded(String text) {
    return (text + "\0").getBytes(ISO_8859_1);
  }

  private static byte[] vorbis(String... fields) {
    ByteBuffer out = ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0).putInt(fields.length);
    for (String field : fields) {
      byte[] bytes = field.getBytes(UTF_8);
      out.putInt(bytes.length).put(bytes);
    }
    return out.array();
  }

  private static byte[] box(String type, byte[]... parts) {
    byte[] content = TestAudio.join(parts);
    ByteBuffer head = ByteBuffer.allocate(8).putInt(8 + content.length);
    return TestAudio.join(head.put(type.getBytes(ISO_8859_1)).array(), content);
  }

  private static byte[] ints(int... values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * 4);
    for (int value : values) {
      out.putInt(value);
    }
    return out.array();
  }

  private static byte[] sound(int chapters) {
    return box("trak", box("tref", box("chap", ints(chapters))));
  }

  /** Three samples in a chunk right behind the head of the first box, 1.5 s each. */
  private static byte[] chapterTrack(int id, int firstAt, byte[] texts) {
    int first = texts.length == 0 ? 0 : 2;
    int second = texts.length == 0 ? 0 : 2 + "الأول".getBytes(UTF_8).length;
    byte[] handler = TestAudio.join(ints(0, 0), "text".getBytes(ISO_8859_1), ints(0, 0, 0));
    byte[] samples =
        box(
            "stbl",
            box("stts", ints(0, 1, 3, 1_500)),
            box("stsc", ints(0, 1, 1, 3, 1)),
            box("stsz", ints(0, 0, 3, first, second, texts.length - first - second)),
            box("stco", ints(0, 1, firstAt)));
    return box(
        "trak",
        box("tkhd", ints(0, 0, 0, id, 0)),
        box(
            "mdia",
            box("mdhd", ints(0, 0, 0, 1_000, 4_500)),
            box("hdlr", handler),
            box("minf", samples)));
  }

  private static byte[] sample(byte[] text) {
    return TestAudio.join(new byte[] {(byte) (text.length >> 8), (byte) text.length}, text);
  }

  private static byte[] chpl(String title) {
    ByteBuffer entry = ByteBuffer.allocate(9).putLong(25_000_000L).put((byte) title.length());
    return box("chpl", ints(0x0100_0000, 0), new byte[] {1}, entry.array(), title.getBytes(UTF_8));
  }
}
