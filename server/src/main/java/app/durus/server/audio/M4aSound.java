package app.durus.server.audio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks the boxes of an MPEG-4 file (ISO/IEC 14496-12). Its audio without tags is the payload of
 * the {@code mdat} boxes: a tagging program rewrites, moves and pads {@code moov} only. Its length
 * is that of its longest sound track.
 */
final class M4aSound {

  private static final long UNKNOWN_32 = 0xffff_ffffL;

  private final FileWindow file;
  private final List<Sound.Region> audio = new ArrayList<>();
  private long moovStart = -1;
  private long moovEnd;
  private double durationMs;
  private String language;
  private boolean soundTrack;
  private double fragmentsMs;

  private M4aSound(FileWindow file) {
    this.file = file;
  }

  static Sound read(FileWindow file) throws IOException, UnusableAudio {
    M4aSound sound = new M4aSound(file);
    sound.walkFile();
    return sound.judged();
  }

  /** A box: where its content starts and ends. */
  private record Box(String type, long start, long end) {}

  private void walkFile() throws IOException, UnusableAudio {
    for (long at = 0; at < file.sizeBytes(); ) {
      Box box = box(at, file.sizeBytes());
      if (at == 0 && !box.type.equals("ftyp")) {
        throw new UnusableAudio("It is not an M4A recording.");
      }
      if (box.type.equals("mdat") && box.end > box.start) {
        audio.add(new Sound.Region(box.start, box.end));
      } else if (box.type.equals("moov")) {
        moovStart = box.start;
        moovEnd = box.end;
      }
      at = box.end;
    }
    if (moovStart >= 0) {
      walkMovie();
    }
  }

  private void walkMovie() throws IOException, UnusableAudio {
    long movieTimescale = 0;
    for (Box box : within(moovStart, moovEnd)) {
      switch (box.type) {
        case "mvhd" -> movieTimescale = file.uint32(box.start + (isLong(box) ? 20 : 12));
        case "trak" -> walkTrack(box);
        case "mvex" -> fragmentsMs = fragments(box, movieTimescale);
        default -> {}
      }
    }
  }

  private void walkTrack(Box track) throws IOException, UnusableAudio {
    for (Box media : within(track.start, track.end)) {
      if (!media.type.equals("mdia")) {
        continue;
      }
      Box header = null;
      boolean sound = false;
      for (Box box : within(media.start, media.end)) {
        if (box.type.equals("mdhd")) {
          header = box;
        } else if (box.type.equals("hdlr")) {
          sound = file.hasAscii(box.start + 8, "soun");
        }
      }
      if (sound && header != null) {
        soundTrack = true;
        readMediaHeader(header);
      }
    }
  }

  private void readMediaHeader(Box header) throws IOException {
    boolean wide = isLong(header);
    long timescale = file.uint32(header.start + (wide ? 20 : 12));
    long duration = wide ? file.int64(header.start + 24) : file.uint32(header.start + 16);
    if (timescale > 0 && duration > 0 && (wide || duration != UNKNOWN_32)) {
      durationMs = Math.max(durationMs, duration * 1_000.0 / timescale);
    }
    language = language(file.uint16(header.start + (wide ? 32 : 20)));
  }

  /** Three letters of five bits each; "und" and what is no such code are unknown. */
  private static String language(int packed) {
    StringBuilder letters = new StringBuilder(3);
    for (int shift = 10; shift >= 0; shift -= 5) {
      letters.append((char) ((packed >> shift & 0x1f) + 0x60));
    }
    String code = letters.toString();
    return code.matches("[a-z]{3}") && !code.equals("und") ? code : null;
  }

  private double fragments(Box extension, long timescale) throws IOException, UnusableAudio {
    for (Box box : within(extension.start, extension.end)) {
      if (box.type.equals("mehd") && timescale > 0) {
        long duration = isLong(box) ? file.int64(box.start + 4) : file.uint32(box.start + 4);
        return duration * 1_000.0 / timescale;
      }
    }
    return 0;
  }

  private Sound judged() throws UnusableAudio {
    if (moovStart < 0) {
      throw new UnusableAudio("It is cut off or damaged: the index of its sound is missing.");
    }
    if (!soundTrack || audio.isEmpty()) {
      throw new UnusableAudio("It holds no audio.");
    }
    long lengthMs = Math.round(Math.max(durationMs, fragmentsMs));
    if (lengthMs <= 0) {
      throw new UnusableAudio("It does not say how long it is.");
    }
    return new Sound(audio, lengthMs, language, List.of());
  }

  private boolean isLong(Box fullBox) throws IOException {
    return file.byteAt(fullBox.start) == 1;
  }

  private List<Box> within(long start, long end) throws IOException, UnusableAudio {
    List<Box> boxes = new ArrayList<>();
    // Fewer than eight bytes are padding, which some writers leave.
    for (long at = start; at + 8 <= end; ) {
      Box box = box(at, end);
      boxes.add(box);
      at = box.end;
    }
    return boxes;
  }

  private Box box(long at, long parentEnd) throws IOException, UnusableAudio {
    long size = file.uint32(at);
    String type = file.ascii(at + 4, 4);
    int headerBytes = 8;
    if (size == 1) {
      size = file.int64(at + 8);
      headerBytes = 16;
    } else if (size == 0) {
      size = parentEnd - at;
    }
    if (size < headerBytes || size > parentEnd - at) {
      throw new UnusableAudio("It is cut off or damaged, or is not an M4A recording.");
    }
    return new Box(type, at + headerBytes, at + size);
  }
}
