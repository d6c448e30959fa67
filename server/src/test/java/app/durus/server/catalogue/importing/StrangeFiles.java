package app.durus.server.catalogue.importing;

import static app.durus.server.audio.TestTags.WINDOWS_ARABIC;
import static app.durus.server.audio.TestTags.ape;
import static app.durus.server.audio.TestTags.frame;
import static app.durus.server.audio.TestTags.id3v1;
import static app.durus.server.audio.TestTags.id3v2;
import static app.durus.server.audio.TestTags.text;

import app.durus.server.audio.TestAudio;
import app.durus.server.audio.TestM4a;
import app.durus.server.catalogue.importing.names.PathText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes a folder of recordings as thirty years of tapes, phones and forums produce them: cut off,
 * damaged, misnamed, with wrong tags and names that no file should have. The same seed writes the
 * same folder.
 */
final class StrangeFiles {

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
              ? EXTENSIONS.get(random.nextInt(EXTENSIONS.size())).toUpperCase(Locale.ROOT)
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

  /** Real sound of this format, different each time where the tests can make it. */
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
    return switch (random.nextInt(12)) {
      case 0 -> TestAudio.join(id3v2(titled(0, WINDOWS_ARABIC)), sound);
      case 1 -> TestAudio.join(sound, id3v1("الصبر", WINDOWS_ARABIC));
      case 2 -> TestAudio.join(id3v2(frame("APIC", random(3_000))), sound);
      case 3 -> TestAudio.join(id3v2(frame("TIT2", random(40)), frame("TRCK", random(5))), sound);
      // A picture of two megabytes of nothing.
      case 4 -> TestAudio.join(id3v2(new byte[2 << 20]), sound);
      // A tag that declares a size larger than any file.
      case 5 -> TestAudio.join(new byte[] {'I', 'D', '3', 3, 0, 0, 127, 127, 127, 127}, sound);
      case 6 -> TestAudio.join(random(random.nextInt(3_000)), sound);
      case 7 -> TestAudio.join(id3v2(titled(1, StandardCharsets.UTF_16BE)), sound);
      case 8 -> TestAudio.join(id3v2(titled(0, StandardCharsets.UTF_8)), sound);
      case 9 -> TestAudio.join(sound, ape(2000, "Title", "الصبر", "Track", "٣"));
      case 10 -> TestAudio.join(id3v2(2 + random.nextInt(4), 0xff, random(300)), sound);
      default -> sound;
    };
  }

  private static byte[] titled(int claimed, Charset charset) {
    return frame("TIT2", text(claimed, "الصبر على الأذى", charset));
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

  /** An M4A of a few boxes that declares ten seconds. */
  private byte[] m4a(int index) {
    byte[] sound = TestM4a.box("mdat", TestM4a.sound(index));
    return random.nextBoolean()
        ? TestAudio.join(TestM4a.TYPE, TestM4a.INDEX, sound)
        : TestAudio.join(TestM4a.TYPE, sound, TestM4a.INDEX);
  }

  private static byte[] sample(String name) {
    try (InputStream in = TestAudio.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
