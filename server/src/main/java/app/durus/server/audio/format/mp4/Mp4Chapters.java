package app.durus.server.audio.format.mp4;

import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import app.durus.server.audio.format.tags.Chapter;
import app.durus.server.audio.format.tags.TagText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chapters of an MPEG-4 file: a track of texts that a sound track names as its chapters
 * (QuickTime), or else the list {@code chpl} (Nero), which ends after 255 of them.
 */
public final class Mp4Chapters {

  /** Of times in {@code chpl}, which are counted in 100 ns. */
  private static final long TICKS_OF_A_MS = 10_000;

  private static final int LONGEST_TEXT_BYTES = 4_096;

  /** A damaged table may claim any number of entries. */
  private static final int MOST_SAMPLES = 10_000;

  private static final Set<String> TEXTS = Set.of("text", "sbtl", "subt");

  private final FileWindow file;

  private Mp4Chapters(FileWindow file) {
    this.file = file;
  }

  /**
   * @return in the order in which they are written; empty also when what says them is damaged
   */
  public static List<Chapter> read(Path path) throws IOException {
    try (FileWindow file = FileWindow.open(path)) {
      Mp4Box movie = new Mp4Box("", 0, file.sizeBytes()).find(file, "moov");
      if (movie == null) {
        return List.of();
      }
      Mp4Chapters chapters = new Mp4Chapters(file);
      List<Chapter> ofTrack = chapters.ofTrack(movie);
      return ofTrack.isEmpty() ? chapters.ofList(movie.find(file, "udta", "chpl")) : ofTrack;
    } catch (UnusableAudio e) {
      return List.of();
    }
  }

  private List<Chapter> ofTrack(Mp4Box movie) throws IOException, UnusableAudio {
    List<Mp4Box> tracks =
        movie.inner(file).stream().filter(box -> box.type().equals("trak")).toList();
    Set<Long> named = new HashSet<>();
    for (Mp4Box track : tracks) {
      Mp4Box names = track.find(file, "tref", "chap");
      for (long at = names == null ? 0 : names.start();
          names != null && at < names.end();
          at += 4) {
        named.add(file.uint32(at));
      }
    }
    for (Mp4Box track : tracks) {
      Mp4Box handler = track.find(file, "mdia", "hdlr");
      if (named.contains(id(track))
          && handler != null
          && TEXTS.contains(file.ascii(handler.start() + 8, 4))) {
        return texts(track);
      }
    }
    return List.of();
  }

  private long id(Mp4Box track) throws IOException, UnusableAudio {
    Mp4Box header = track.find(file, "tkhd");
    return header == null ? -1 : file.uint32(header.start() + (header.isWide(file) ? 20 : 12));
  }

  private List<Chapter> texts(Mp4Box track) throws IOException, UnusableAudio {
    Mp4Box media = track.find(file, "mdia", "mdhd");
    Mp4Box samples = track.find(file, "mdia", "minf", "stbl");
    if (media == null || samples == null) {
      return List.of();
    }
    long timescale = file.uint32(media.start() + (media.isWide(file) ? 20 : 12));
    List<Long> starts = starts(samples.find(file, "stts"));
    List<Long> places = places(samples, starts.size());
    List<Chapter> chapters = new ArrayList<>();
    for (int i = 0; i < Math.min(starts.size(), places.size()) && timescale > 0; i++) {
      String title = text(places.get(i));
      // Writers fill the time before the first chapter with an empty text.
      if (!title.isBlank()) {
        chapters.add(new Chapter(starts.get(i) * 1_000 / timescale, title));
      }
    }
    return chapters;
  }

  /** When each sample begins, in the track's times. */
  private List<Long> starts(Mp4Box times) throws IOException {
    List<Long> starts = new ArrayList<>();
    if (times == null) {
      return starts;
    }
    long now = 0;
    long count = file.uint32(times.start() + 4);
    for (long i = 0; i < count && times.start() + 8 + i * 8 < times.end(); i++) {
      long samples = file.uint32(times.start() + 8 + i * 8);
      long each = file.uint32(times.start() + 12 + i * 8);
      for (long j = 0; j < samples && starts.size() < MOST_SAMPLES; j++) {
        starts.add(now);
        now += each;
      }
    }
    return starts;
  }

  /** Where each sample lies: those of a chunk lie one behind the other. */
  private List<Long> places(Mp4Box samples, int count) throws IOException, UnusableAudio {
    List<Long> places = new ArrayList<>();
    Mp4Box sizes = samples.find(file, "stsz");
    Mp4Box groups = samples.find(file, "stsc");
    Mp4Box wide = samples.find(file, "co64");
    Mp4Box chunks = wide == null ? samples.find(file, "stco") : wide;
    if (sizes == null || groups == null || chunks == null) {
      return places;
    }
    long allOfSize = file.uint32(sizes.start() + 4);
    long chunkCount = file.uint32(chunks.start() + 4);
    long groupCount = file.uint32(groups.start() + 4);
    int group = 0;
    for (long chunk = 0; chunk < chunkCount && places.size() < count; chunk++) {
      long entry = chunks.start() + 8 + chunk * (wide == null ? 4 : 8);
      if (entry >= chunks.end()) {
        break;
      }
      while (group + 1 < groupCount
          && file.uint32(groups.start() + 8 + (group + 1) * 12L) <= chunk + 1) {
        group++;
      }
      long inChunk = file.uint32(groups.start() + 12 + group * 12L);
      long at = wide == null ? file.uint32(entry) : file.int64(entry);
      for (long i = 0; i < inChunk && places.size() < count; i++) {
        places.add(at);
        at += allOfSize > 0 ? allOfSize : file.uint32(sizes.start() + 12 + places.size() * 4L - 4);
      }
    }
    return places;
  }

  /** A length of two bytes, and so many bytes of UTF-8, or of UTF-16 with its mark. */
  private String text(long at) throws IOException {
    int length = Math.min(file.uint16(at), LONGEST_TEXT_BYTES);
    byte[] bytes = file.bytes(at + 2, length);
    boolean marked =
        length >= 2
            && ((bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff
                || (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe);
    return marked ? new String(bytes, StandardCharsets.UTF_16) : TagText.of(bytes);
  }

  private List<Chapter> ofList(Mp4Box list) throws IOException {
    List<Chapter> chapters = new ArrayList<>();
    if (list == null) {
      return chapters;
    }
    // Version 1 has four more bytes, which say nothing.
    long at = list.start() + (file.byteAt(list.start()) == 0 ? 4 : 8);
    int count = file.byteAt(at++);
    for (int i = 0; i < count && at + 9 <= list.end(); i++) {
      long startMs = file.int64(at) / TICKS_OF_A_MS;
      int length = file.byteAt(at + 8);
      chapters.add(new Chapter(startMs, TagText.of(file.bytes(at + 9, length))));
      at += 9L + length;
    }
    return chapters;
  }
}
