package app.durus.server.audio.format.mp3;

import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.audio.format.tags.EmbeddedMetadata;
import app.durus.server.audio.format.tags.TagText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads an ID3v2 tag frame by frame, and skips broken frames: the texts of a damaged tag, and the
 * chapters of any tag. jaudiotagger reads everything else of undamaged tags, but gives up at the
 * first broken frame.
 *
 * <p>A frame with a name of ID3v2.2 in a tag of a later version ({@code TP1} and a zero, as iTunes
 * wrote it) is read by its meaning. After bytes that are no frame, reading continues at the next
 * known name.
 */
public final class Id3v2Frames {

  private static final Pattern NAME = Pattern.compile("[A-Z0-9]{3,4}");

  /** Frames that are looked for, by their names in each version. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("TT2", "TIT2"),
          Map.entry("TP1", "TPE1"),
          Map.entry("TP2", "TPE2"),
          Map.entry("TAL", "TALB"),
          Map.entry("TRK", "TRCK"),
          Map.entry("TPA", "TPOS"),
          Map.entry("TLA", "TLAN"));

  private static final List<Charset> CHARSETS =
      List.of(
          StandardCharsets.ISO_8859_1,
          StandardCharsets.UTF_16,
          StandardCharsets.UTF_16BE,
          StandardCharsets.UTF_8);

  private static final int UNSYNCHRONIZED = 0x80;
  private static final int EXTENDED = 0x40;
  private static final int HEADER_BYTES = 10;

  /** Versions before 2.3 have none. */
  private static final Set<String> CHAPTERS = Set.of("CHAP", "CTOC");

  /** Flags of a frame, in its last byte before the content, in version 3 and in version 4. */
  private static final int COMPRESSED_3 = 0x80;

  private static final int ENCRYPTED_3 = 0x40;
  private static final int GROUPED_3 = 0x20;
  private static final int GROUPED_4 = 0x40;
  private static final int COMPRESSED_4 = 0x08;
  private static final int ENCRYPTED_4 = 0x04;
  private static final int UNSYNCHRONIZED_4 = 0x02;
  private static final int LENGTH_GIVEN_4 = 0x01;

  private final byte[] content;
  private final int version;
  private final Map<String, List<String>> texts = new HashMap<>();
  private final Id3v2Chapters chapters = new Id3v2Chapters();
  private boolean damaged;

  private Id3v2Frames(byte[] content, int version) {
    this.content = content;
    this.version = version;
  }

  /**
   * @return null when the file does not begin with such a tag, or the tag is too large to be read
   */
  public static Id3v2Frames read(Path path) throws IOException {
    try (FileWindow file = FileWindow.open(path)) {
      long size = file.syncSafe32(6);
      int version = file.byteAt(3);
      boolean readable =
          file.hasAscii(0, "ID3")
              && version >= 2
              && version <= 4
              && size > 0
              && size <= Math.min(EmbeddedMetadata.LARGEST_BYTES, file.sizeBytes());
      if (!readable) {
        return null;
      }
      int flags = file.byteAt(5);
      byte[] content = file.bytes(HEADER_BYTES, (int) size);
      if ((flags & UNSYNCHRONIZED) != 0 && version < 4) {
        content = synchronizedAgain(content);
      }
      Id3v2Frames frames = new Id3v2Frames(content, version);
      frames.walk((flags & EXTENDED) != 0 && version > 2 ? frames.extendedHeaderBytes() : 0);
      return frames;
    }
  }

  /** Whether bytes that are no frame lie before a frame and would hide it from jaudiotagger. */
  public boolean isDamaged() {
    return damaged;
  }

  public AudioTags tags() {
    return new AudioTags(
        first("TIT2"),
        texts.getOrDefault("TPE1", List.of()),
        first("TPE2"),
        first("TALB"),
        TagText.number(first("TPOS")),
        TagText.number(first("TRCK")),
        first("TLAN"));
  }

  /** In any order. */
  public List<Chapter> chapters() {
    return chapters.all();
  }

  private String first(String name) {
    return texts.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
  }

  /** Removes the zero byte that follows each byte 0xff which could be taken for audio. */
  private static byte[] synchronizedAgain(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      out.write(bytes[i]);
      if (bytes[i] == (byte) 0xff && i + 1 < bytes.length && bytes[i + 1] == 0) {
        i++;
      }
    }
    return out.toByteArray();
  }

  private int extendedHeaderBytes() {
    long size = version == 3 ? 4 + uint(0, 4, 8) : uint(0, 4, 7);
    return (int) Math.min(Math.max(size, 0), content.length);
  }

  private void walk(int start) {
    int at = start;
    while (at + frameHeaderBytes() <= content.length && !isPadding(at)) {
      int end = frameEnd(at);
      if (end > 0) {
        take(at, end);
        at = end;
      } else {
        at = nextKnown(at + 1);
        damaged |= at < content.length;
      }
    }
  }

  private int frameHeaderBytes() {
    return version == 2 ? 6 : 10;
  }

  private boolean isPadding(int at) {
    for (int i = at; i < content.length; i++) {
      if (content[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** 0 when no frame starts there. */
  private int frameEnd(int at) {
    String name = name(at);
    if (name == null || at + frameHeaderBytes() > content.length) {
      return 0;
    }
    long size;
    if (version == 2) {
      size = uint(at + 3, 3, 8);
    } else if (version == 4 && isSyncSafe(at + 4)) {
      size = uint(at + 4, 4, 7);
    } else {
      size = uint(at + 4, 4, 8);
    }
    return size > content.length - at - frameHeaderBytes()
        ? 0
        : (int) (at + frameHeaderBytes() + size);
  }

  /** Three letters and a zero count as a name of ID3v2.2; null for none. */
  private String name(int at) {
    int length = version == 2 ? 3 : 4;
    if (at + length > content.length) {
      return null;
    }
    String name = new String(content, at, length, StandardCharsets.ISO_8859_1);
    if (length == 4 && name.charAt(3) == 0) {
      name = name.substring(0, 3);
    }
    return NAME.matcher(name).matches() ? name : null;
  }

  private int nextKnown(int from) {
    for (int at = from; at + frameHeaderBytes() <= content.length; at++) {
      String name = name(at);
      if (name != null
          && (NAMES.containsKey(name)
              || NAMES.containsValue(name)
              || CHAPTERS.contains(name)
              || name.equals("APIC"))
          && frameEnd(at) > 0) {
        return at;
      }
    }
    return content.length;
  }

  private void take(int at, int end) {
    String name = name(at);
    if (version > 2 && name.length() == 3) {
      damaged = true;
    }
    if (CHAPTERS.contains(name)) {
      takeChapters(name, at, end);
      return;
    }
    String known = NAMES.getOrDefault(name, name);
    int start = at + frameHeaderBytes();
    if (!NAMES.containsValue(known) || end - start < 2 || texts.containsKey(known)) {
      return;
    }
    int encoding = content[start];
    if (encoding < 0 || encoding >= CHARSETS.size()) {
      damaged = true;
      return;
    }
    String whole = new String(Arrays.copyOfRange(content, start + 1, end), CHARSETS.get(encoding));
    List<String> values = new ArrayList<>();
    for (String value : whole.split("\0")) {
      String text = TagText.repaired(value).strip();
      if (!text.isEmpty()) {
        values.add(text);
      }
    }
    if (!values.isEmpty()) {
      texts.put(known, values);
    }
  }

  private void takeChapters(String name, int at, int end) {
    byte[] frame = plain(at, end);
    if (frame == null) {
      return;
    }
    if (name.equals("CTOC")) {
      chapters.takeContents(frame);
    } else {
      chapters.takeChapter(
          frame,
          inner -> {
            Id3v2Frames frames = new Id3v2Frames(inner, version);
            frames.walk(0);
            return frames.first("TIT2");
          });
    }
  }

  /** A frame's content as it was before it was written; null when it is compressed or encrypted. */
  private byte[] plain(int at, int end) {
    int start = at + frameHeaderBytes();
    int flags = content[at + 9];
    if (version == 4) {
      if ((flags & (COMPRESSED_4 | ENCRYPTED_4)) != 0) {
        return null;
      }
      start += (flags & GROUPED_4) == 0 ? 0 : 1;
      start += (flags & LENGTH_GIVEN_4) == 0 ? 0 : 4;
      byte[] bytes = Arrays.copyOfRange(content, Math.min(start, end), end);
      return (flags & UNSYNCHRONIZED_4) == 0 ? bytes : synchronizedAgain(bytes);
    }
    if ((flags & (COMPRESSED_3 | ENCRYPTED_3)) != 0) {
      return null;
    }
    start += (flags & GROUPED_3) == 0 ? 0 : 1;
    return Arrays.copyOfRange(content, Math.min(start, end), end);
  }

  private boolean isSyncSafe(int at) {
    return content[at] >= 0 && content[at + 1] >= 0 && content[at + 2] >= 0 && content[at + 3] >= 0;
  }

  private long uint(int at, int bytes, int bitsOfEach) {
    long value = 0;
    for (int i = 0; i < bytes && at + i < content.length; i++) {
      value = value << bitsOfEach | content[at + i] & 0xff;
    }
    return value;
  }
}
