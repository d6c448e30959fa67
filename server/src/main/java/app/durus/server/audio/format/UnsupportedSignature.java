package app.durus.server.audio.format;

import app.durus.server.audio.format.file.FileWindow;
import app.durus.server.audio.format.mp3.Mp3Tags;
import java.io.IOException;
import java.util.List;

/**
 * Recognizes, by its first bytes, a file that is named like a recording but cannot be imported, so
 * that the operator learns what it is and what to do. {@link AudioFormat} has the formats that are
 * imported.
 */
public final class UnsupportedSignature {

  /**
   * @param magic the bytes at {@code offset}, in Latin-1
   */
  private record Kind(int offset, String magic, String noun, boolean recording) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(8, "WAVE", "a WAV recording", true),
          new Kind(8, "AIF", "an AIFF recording", true),
          new Kind(0, "0&\u00b2u\u008ef", "a Windows Media recording (WMA)", true),
          new Kind(0, "\u001aE\u00df\u00a3", "a WebM or Matroska recording", true),
          new Kind(0, "#!AMR", "an AMR recording", true),
          new Kind(0, ".RMF", "a RealAudio recording", true),
          new Kind(0, ".ra\u00fd", "a RealAudio recording", true),
          new Kind(0, "MAC ", "a Monkey's Audio recording", true),
          new Kind(0, "wvpk", "a WavPack recording", true),
          new Kind(28, "Speex ", "a Speex recording", true),
          new Kind(28, "\u007fFLAC", "a FLAC recording within Ogg", true),
          new Kind(0, "<!", "a web page", false),
          new Kind(0, "<htm", "a web page", false),
          new Kind(0, "<HTM", "a web page", false),
          new Kind(0, "%PDF", "a PDF document", false),
          new Kind(0, "PK\u0003\u0004", "a ZIP archive", false),
          new Kind(0, "Rar!", "a RAR archive", false),
          new Kind(0, "\u00ff\u00d8\u00ff", "a picture", false),
          new Kind(0, "\u0089PNG", "a picture", false));

  private UnsupportedSignature() {}

  /**
   * @return a plain sentence for the operator; null when the bytes are unknown
   */
  public static String sentence(FileWindow file) throws IOException {
    long start = Mp3Tags.afterLeadingTags(file);
    for (Kind kind : KINDS) {
      if (file.hasAscii(start + kind.offset, kind.magic)) {
        return kind.recording ? convert(kind.noun) : "It is " + kind.noun + ", not a recording.";
      }
    }
    String mpeg = mpegWithoutContainer(file, start);
    return mpeg == null ? null : convert(mpeg);
  }

  /** Two consecutive headers that agree. A single one occurs in any bytes by chance. */
  private static String mpegWithoutContainer(FileWindow file, long start) throws IOException {
    int first = file.byteAt(start);
    int second = file.byteAt(start + 1);
    if (first != 0xff || (second & 0xe0) != 0xe0) {
      return null;
    }
    if ((second & 0xf6) == 0xf0) {
      long size =
          (file.byteAt(start + 3) & 3L) << 11
              | (long) file.byteAt(start + 4) << 3
              | file.byteAt(start + 5) >> 5;
      boolean again =
          size > 7 && file.byteAt(start + size) == 0xff && file.byteAt(start + size + 1) == second;
      return again ? "a bare AAC recording (ADTS)" : null;
    }
    return (second & 6) == 4 ? "an MPEG Layer II recording" : null;
  }

  private static String convert(String noun) {
    return "It is " + noun + ", which is not imported; convert it to MP3 or M4A.";
  }
}
