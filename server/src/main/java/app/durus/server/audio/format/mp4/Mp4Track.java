package app.durus.server.audio.format.mp4;

import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.file.UnusableAudio;
import java.io.IOException;

/**
 * An audio track of an MPEG-4 file, as its headers describe it.
 *
 * @param timescale time units per second; 0 when missing
 * @param durationMs 0 when missing
 * @param language ISO 639-2 code, null when missing
 * @param coding the four letters of its codec, or xHE-AAC, which has no letters of its own; empty
 *     when missing
 */
record Mp4Track(long id, long timescale, double durationMs, String language, String coding) {

  private static final long UNKNOWN_32 = 0xffff_ffffL;

  static boolean isVideo(FileWindow file, Mp4Box track) throws IOException, UnusableAudio {
    Mp4Box handler = track.find(file, "mdia", "hdlr");
    return handler != null && file.hasAscii(handler.start() + 8, "vide");
  }

  /** Null when it is no audio track, or has no header. */
  static Mp4Track read(FileWindow file, Mp4Box track) throws IOException, UnusableAudio {
    Mp4Box handler = track.find(file, "mdia", "hdlr");
    Mp4Box media = track.find(file, "mdia", "mdhd");
    if (handler == null || media == null || !file.hasAscii(handler.start() + 8, "soun")) {
      return null;
    }
    boolean wide = media.isWide(file);
    long timescale = file.uint32(media.start() + (wide ? 20 : 12));
    long duration = wide ? file.int64(media.start() + 24) : file.uint32(media.start() + 16);
    boolean known = timescale > 0 && duration > 0 && (wide || duration != UNKNOWN_32);
    return new Mp4Track(
        id(file, track.find(file, "tkhd")),
        timescale,
        known ? duration * 1_000.0 / timescale : 0,
        language(file.uint16(media.start() + (wide ? 32 : 20))),
        coding(file, track.find(file, "mdia", "minf", "stbl", "stsd")));
  }

  private static long id(FileWindow file, Mp4Box header) throws IOException {
    return header == null ? 0 : file.uint32(header.start() + (header.isWide(file) ? 20 : 12));
  }

  /** Of the first sample description. A second one would have the same codec. */
  private static String coding(FileWindow file, Mp4Box descriptions) throws IOException {
    boolean some = descriptions != null && descriptions.end() - descriptions.start() >= 16;
    String coding = some ? file.ascii(descriptions.start() + 12, 4).strip() : "";
    if (coding.equals("mp4a")) {
      long entry = descriptions.start() + 8;
      long end = Math.min(descriptions.end(), entry + file.uint32(entry));
      return Mp4AudioConfig.objectType(file, entry, end) == Mp4AudioConfig.XHE_AAC
          ? "xHE-AAC"
          : coding;
    }
    return coding.chars().allMatch(c -> c > ' ' && c < 0x7f) ? coding : "";
  }

  /** Three letters of five bits each. "und" and malformed codes mean unknown. */
  private static String language(int packed) {
    StringBuilder letters = new StringBuilder(3);
    for (int shift = 10; shift >= 0; shift -= 5) {
      letters.append((char) ((packed >> shift & 0x1f) + 0x60));
    }
    String code = letters.toString();
    return code.matches("[a-z]{3}") && !code.equals("und") ? code : null;
  }
}
