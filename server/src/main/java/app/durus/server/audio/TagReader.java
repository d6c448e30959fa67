package app.durus.server.audio;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;
import org.jaudiotagger.tag.images.Artwork;

/**
 * Reads the tags of MP3 and M4A with jaudiotagger, which is used for nothing else: lengths are
 * computed by us.
 */
final class TagReader {

  /** jaudiotagger reports every oddity of a tag; what matters comes back as an exception. */
  private static final Logger JAUDIOTAGGER = Logger.getLogger("org.jaudiotagger");

  private static final Charset WINDOWS_ARABIC = Charset.forName("windows-1256");
  private static final Pattern LEADING_NUMBER = Pattern.compile("\\s*(\\d{1,4})(?!\\d).*");

  static {
    JAUDIOTAGGER.setLevel(Level.OFF);
  }

  private TagReader() {}

  /**
   * @throws Exception whatever jaudiotagger throws for tags that it cannot read, which is more than
   *     it declares
   */
  static Tagged read(Path path, AudioFormat format) throws Exception {
    File direct = path.toFile();
    if (direct.isFile()) {
      return read(direct, format);
    }
    return readThroughLink(path, format);
  }

  /**
   * Under a locale that is not UTF-8 (a bare container, a system service) a {@code File} cannot
   * name every path that a {@code Path} can: an Arabic name turns into question marks.
   */
  private static Tagged readThroughLink(Path path, AudioFormat format) throws Exception {
    Path folder = Files.createTempDirectory("durus-tags");
    Path link = folder.resolve("recording." + format.extension());
    try {
      Files.createSymbolicLink(link, path.toAbsolutePath());
      return read(link.toFile(), format);
    } finally {
      deleteQuietly(link, folder);
    }
  }

  private static void deleteQuietly(Path link, Path folder) throws IOException {
    Files.deleteIfExists(link);
    Files.deleteIfExists(folder);
  }

  private static Tagged read(File file, AudioFormat format) throws Exception {
    Tag tag = AudioFileIO.readAs(file, format.extension()).getTag();
    if (tag == null) {
      return Tagged.NOTHING;
    }
    String artist = text(tag, FieldKey.ARTIST);
    AudioTags tags =
        new AudioTags(
            text(tag, FieldKey.TITLE),
            artist == null ? text(tag, FieldKey.ALBUM_ARTIST) : artist,
            text(tag, FieldKey.ALBUM),
            number(text(tag, FieldKey.TRACK)),
            text(tag, FieldKey.LANGUAGE));
    return new Tagged(tags, picture(tag));
  }

  /** Null when there is none, and when it is so odd that jaudiotagger stumbles over it. */
  private static byte[] picture(Tag tag) {
    try {
      Artwork artwork = tag.getFirstArtwork();
      byte[] bytes = artwork == null ? null : artwork.getBinaryData();
      return bytes == null || bytes.length == 0 ? null : bytes;
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static String text(Tag tag, FieldKey key) {
    if (!tag.hasField(key)) {
      return null;
    }
    String text = repaired(tag.getFirst(key)).strip();
    return text.isEmpty() ? null : text;
  }

  private static Integer number(String text) {
    if (text == null) {
      return null;
    }
    Matcher matcher = LEADING_NUMBER.matcher(text);
    int number = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    return number == 0 ? null : number;
  }

  /**
   * Old Arabic recordings carry Windows-1256 bytes in frames that claim to be Latin-1. Such text
   * has no character beyond Latin-1, and nearly all of its letters above ASCII; when it reads as
   * Arabic throughout in the other encoding, it is Arabic.
   */
  static String repaired(String text) {
    long letters = text.codePoints().filter(c -> c > ' ' && !isAsciiPunctuation(c)).count();
    long high = text.codePoints().filter(c -> c > 0x7f && c <= 0xff).count();
    if (high < 3 || high < letters * 0.7 || text.codePoints().anyMatch(c -> c > 0xff)) {
      return text;
    }
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    String arabic = new String(bytes, WINDOWS_ARABIC);
    boolean arabicThroughout =
        arabic
            .codePoints()
            .filter(c -> c > 0x7f && Character.isLetter(c))
            .allMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.ARABIC);
    return arabicThroughout ? arabic : text;
  }

  private static boolean isAsciiPunctuation(int c) {
    return c <= 0x7f && !Character.isLetter(c);
  }
}
