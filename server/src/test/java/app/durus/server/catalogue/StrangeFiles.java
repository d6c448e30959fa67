package app.durus.server.catalogue;

import app.durus.server.audio.TestAudio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes a folder of recordings as they come from thirty years of tapes, phones and forums: cut
 * off, damaged, misnamed, with tags that lie and names that no file should have. The same seed
 * writes the same folder.
 */
final class StrangeFiles {

  static final Charset WINDOWS_ARABIC = Charset.forName("windows-1256");

  private static final List<String> NAMES =
      List.of(
          "e\u0301te\u0301",
          "\u200F\u0627\u0644\u0635\u0628\u0631\u200E",
          "\u202Eesrever",
          "  spaces  around  ",
          "new\nline",
          "tab\there",
          "quote\"s and 'apostrophes'",
          "100% & <b>",
          "a;b|c$d`e",
          "\uD83D\uDD4C",
          "كتاب التوحيد ـ الدرس ١",
          "dots...and...dots",
          "-rf",
          "x".repeat(240));

  private static final List<String> EXTENSIONS = List.of("mp3", "m4a", "ogg", "opus", "flac");

  private final Path folder;
  private final Random random;
  private final List<String> written = new ArrayList<>();

  StrangeFiles(Path folder, long seed) {
    this.folder = folder;
    this.random = new Random(seed);
  }

  /**
   * @return the paths of all files that are called like recordings
   */
  List<String> write(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      String extension = EXTENSIONS.get(random.nextInt(EXTENSIONS.size()));
      byte[] bytes = disturbed(tagged(extension, sound(extension, i)));
      String shown =
          random.nextInt(12) == 0
              ? EXTENSIONS.get(random.nextInt(EXTENSIONS.size())).toUpperCase()
              : extension;
      put("Scholar " + i % 5 + "/" + i + " " + name() + "." + shown, bytes);
    }
    return written;
  }

  private String name() {
    return random.nextInt(3) == 0 ? NAMES.get(random.nextInt(NAMES.size())) : "Title";
  }

  private void put(String path, byte[] bytes) throws IOException {
    Path file = PathText.resolve(folder, path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    written.add(path);
  }

  /** Real sound of the kind, another one each time where we can make it. */
  private byte[] sound(String extension, int index) {
    return switch (extension) {
      case "mp3" ->
          random.nextInt(4) == 0
              ? TestAudio.frames(1_000 + index, 40, 1, 14, 9)
              : TestAudio.mp3(1_000 + index, 20 + random.nextInt(60));
      case "m4a" -> m4a(index);
      default -> sample("small." + extension);
    };
  }

  private byte[] tagged(String extension, byte[] sound) {
    if (!extension.equals("mp3") && random.nextInt(6) != 0) {
      return sound;
    }
    return switch (random.nextInt(8)) {
      case 0 -> TestAudio.join(id3v2(frame("TIT2", text("الصبر", WINDOWS_ARABIC))), sound);
      case 1 -> TestAudio.join(sound, id3v1("الصبر"));
      case 2 -> TestAudio.join(id3v2(frame("APIC", random(3_000))), sound);
      case 3 -> TestAudio.join(id3v2(frame("TIT2", random(40)), frame("TRCK", random(5))), sound);
      // A picture of two megabytes of nothing.
      case 4 -> TestAudio.join(id3v2(new byte[2 << 20]), sound);
      // A tag that claims to be larger than any file.
      case 5 -> TestAudio.join(new byte[] {'I', 'D', '3', 3, 0, 0, 127, 127, 127, 127}, sound);
      case 6 -> TestAudio.join(random(random.nextInt(3_000)), sound);
      default -> sound;
    };
  }

  private byte[] disturbed(byte[] bytes) {
    byte[] result = bytes.clone();
    switch (random.nextInt(8)) {
      case 0 -> result = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> flip(result, 1 + random.nextInt(8), Math.min(bytes.length, 100));
      case 2 -> flip(result, 1 + random.nextInt(200), bytes.length);
      case 3 -> result = new byte[random.nextInt(3) * 700];
      case 4 -> {
        int from = random.nextInt(bytes.length);
        Arrays.fill(result, from, Math.min(bytes.length, from + 2_000), (byte) 0);
      }
      default -> {}
    }
    return result;
  }

  private void flip(byte[] bytes, int times, int within) {
    for (int i = 0; i < times; i++) {
      bytes[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** In an encoding that the frame does not own up to: it says Latin-1. */
  static byte[] text(String text, Charset charset) {
    return TestAudio.join(new byte[] {0}, text.getBytes(charset));
  }

  static byte[] frame(String id, byte[] content) {
    return ByteBuffer.allocate(10 + content.length)
        .put(id.getBytes(StandardCharsets.US_ASCII))
        .putInt(content.length)
        .putShort((short) 0)
        .put(content)
        .array();
  }

  static byte[] id3v2(byte[]... frames) {
    byte[] content = TestAudio.join(frames);
    int size = content.length;
    byte[] header = {
      'I',
      'D',
      '3',
      3,
      0,
      0,
      (byte) (size >> 21 & 127),
      (byte) (size >> 14 & 127),
      (byte) (size >> 7 & 127),
      (byte) (size & 127)
    };
    return TestAudio.join(header, content);
  }

  static byte[] id3v1(String title) {
    byte[] tag = new byte[128];
    byte[] text = title.getBytes(WINDOWS_ARABIC);
    System.arraycopy("TAG".getBytes(StandardCharsets.US_ASCII), 0, tag, 0, 3);
    System.arraycopy(text, 0, tag, 3, Math.min(30, text.length));
    return tag;
  }

  /** An M4A of a few boxes, ten seconds by what it says. */
  private byte[] m4a(int index) {
    byte[] mediaHeader =
        ByteBuffer.allocate(24).putInt(0).putLong(0).putInt(1_000).putInt(10_000).array();
    byte[] handler = TestAudio.join(new byte[8], "soun".getBytes(), new byte[13]);
    byte[] media = box("mdia", box("mdhd", mediaHeader), box("hdlr", handler));
    byte[] sound = new byte[2_000];
    new Random(index).nextBytes(sound);
    return TestAudio.join(
        box("ftyp", "M4A \0\0\0\0".getBytes()),
        box("moov", box("trak", media)),
        box("mdat", sound));
  }

  private static byte[] box(String type, byte[]... contents) {
    byte[] content = TestAudio.join(contents);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(4).putInt(8 + content.length).array());
    out.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] sample(String name) {
    try (InputStream in = TestAudio.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
