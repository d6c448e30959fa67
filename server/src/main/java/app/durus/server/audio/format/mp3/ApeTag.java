package app.durus.server.audio.format.mp3;

import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.audio.format.tags.EmbeddedMetadata;
import app.durus.server.audio.format.tags.TagText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An APE tag (versions 1 and 2) at the end of an MP3. Truncated and malformed items are ignored.
 */
public final class ApeTag {

  private static final int FOOTER_BYTES = 32;
  private static final int MOST_ITEMS = 1_000;
  private static final int LONGEST_KEY = 255;
  private static final String PICTURE = "COVER ART (FRONT)";

  private final FileWindow file;
  private final Map<String, byte[]> items = new HashMap<>();

  private ApeTag(FileWindow file) {
    this.file = file;
  }

  /** Empty when there is no such tag. */
  public static EmbeddedMetadata read(Path path) throws IOException {
    try (FileWindow file = FileWindow.open(path)) {
      long end = file.sizeBytes();
      for (long size = Mp3Tags.trailingTagBytes(file, end); size > 0 && end > 0; ) {
        if (file.hasAscii(end - FOOTER_BYTES, "APETAGEX")) {
          ApeTag tag = new ApeTag(file);
          tag.readItems(end - FOOTER_BYTES);
          return tag.tagged();
        }
        end -= size;
        size = Mp3Tags.trailingTagBytes(file, end);
      }
      return EmbeddedMetadata.NOTHING;
    }
  }

  /** The size that a footer states includes the footer and not the header. */
  private void readItems(long footer) throws IOException {
    long at = footer + FOOTER_BYTES - file.uint32LittleEndian(footer + 12);
    long count = Math.min(MOST_ITEMS, file.uint32LittleEndian(footer + 16));
    if (at < 0 || footer - at > EmbeddedMetadata.LARGEST_BYTES) {
      return;
    }
    for (long i = 0; i < count && at < footer; i++) {
      long size = file.uint32LittleEndian(at);
      String key = keyAt(at + 8);
      long value = at + 8 + key.length() + 1;
      if (size > footer - value) {
        return;
      }
      items.putIfAbsent(key.toUpperCase(Locale.ROOT), file.bytes(value, (int) size));
      at = value + size;
    }
  }

  private String keyAt(long start) throws IOException {
    int length = 0;
    while (length < LONGEST_KEY && file.byteAt(start + length) != 0) {
      length++;
    }
    return file.ascii(start, length);
  }

  private EmbeddedMetadata tagged() {
    AudioTags tags =
        new AudioTags(
            text("TITLE"),
            texts("ARTIST"),
            text("ALBUM ARTIST"),
            text("ALBUM"),
            TagText.number(text("DISC")),
            TagText.number(text("TRACK")),
            text("LANGUAGE"));
    return new EmbeddedMetadata(tags, picture());
  }

  private String text(String key) {
    return texts(key).stream().findFirst().orElse(null);
  }

  /** A zero byte separates several values. */
  private List<String> texts(String key) {
    byte[] value = items.getOrDefault(key, new byte[0]);
    Set<String> texts = new LinkedHashSet<>();
    int start = 0;
    for (int at = 0; at <= value.length; at++) {
      if (at == value.length || value[at] == 0) {
        String text = TagText.of(Arrays.copyOfRange(value, start, at)).strip();
        if (!text.isEmpty()) {
          texts.add(text);
        }
        start = at + 1;
      }
    }
    return List.copyOf(texts);
  }

  /** The picture follows its former file name and a zero byte. */
  private byte[] picture() {
    byte[] value = items.get(PICTURE);
    if (value == null) {
      return null;
    }
    int start = beforeZero(value).length + 1;
    return start >= value.length ? null : Arrays.copyOfRange(value, start, value.length);
  }

  private static byte[] beforeZero(byte[] value) {
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    for (int i = 0; i < value.length && value[i] != 0; i++) {
      before.write(value[i]);
    }
    return before.toByteArray();
  }
}
