package app.durus.server.audio.format.mp3;

import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.tags.AudioTags;
import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.audio.format.tags.EmbeddedMetadata;
import app.durus.server.audio.format.tags.TagText;
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

  private final Id3v2Layout layout;
  private final Map<String, List<String>> texts = new HashMap<>();
  private final Id3v2Chapters chapters = new Id3v2Chapters();
  private boolean damaged;

  private Id3v2Frames(Id3v2Layout layout) {
    this.layout = layout;
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
        content = Id3v2Layout.synchronizedAgain(content);
      }
      Id3v2Layout layout = new Id3v2Layout(content, version);
      Id3v2Frames frames = new Id3v2Frames(layout);
      frames.walk((flags & EXTENDED) != 0 && version > 2 ? layout.extendedHeaderBytes() : 0);
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

  private void walk(int start) {
    byte[] content = layout.content();
    int at = start;
    while (at + layout.frameHeaderBytes() <= content.length && !layout.isPadding(at)) {
      int end = layout.frameEnd(at);
      if (end > 0) {
        take(at, end);
        at = end;
      } else {
        at = nextKnown(at + 1);
        damaged |= at < content.length;
      }
    }
  }

  private int nextKnown(int from) {
    byte[] content = layout.content();
    for (int at = from; at + layout.frameHeaderBytes() <= content.length; at++) {
      String name = layout.name(at);
      if (name != null
          && (NAMES.containsKey(name)
              || NAMES.containsValue(name)
              || CHAPTERS.contains(name)
              || name.equals("APIC"))
          && layout.frameEnd(at) > 0) {
        return at;
      }
    }
    return content.length;
  }

  private void take(int at, int end) {
    String name = layout.name(at);
    if (layout.version() > 2 && name.length() == 3) {
      damaged = true;
    }
    if (CHAPTERS.contains(name)) {
      takeChapters(name, at, end);
      return;
    }
    String known = NAMES.getOrDefault(name, name);
    int start = at + layout.frameHeaderBytes();
    if (!NAMES.containsValue(known) || end - start < 2 || texts.containsKey(known)) {
      return;
    }
    byte[] content = layout.content();
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
    byte[] frame = layout.plain(at, end);
    if (frame == null) {
      return;
    }
    if (name.equals("CTOC")) {
      chapters.takeContents(frame);
    } else {
      chapters.takeChapter(
          frame,
          inner -> {
            Id3v2Frames frames = new Id3v2Frames(new Id3v2Layout(inner, layout.version()));
            frames.walk(0);
            return frames.first("TIT2");
          });
    }
  }
}
