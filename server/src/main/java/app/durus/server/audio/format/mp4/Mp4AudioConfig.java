package app.durus.server.audio.format.mp4;

import app.durus.server.audio.format.file.FileWindow;
import java.io.IOException;

/**
 * What an {@code mp4a} sample description says about its codec beyond those four letters: the audio
 * object type of MPEG-4 (ISO/IEC 14496-3), which is in nested descriptors (ISO/IEC 14496-1).
 */
final class Mp4AudioConfig {

  /** Unified speech and audio coding, which is called xHE-AAC. */
  static final int XHE_AAC = 42;

  private static final int ES_DESCRIPTOR = 3;
  private static final int DECODER_CONFIG = 4;
  private static final int DECODER_SPECIFIC = 5;
  private static final int DECODER_CONFIG_BYTES = 13;
  private static final int ESCAPE = 31;

  private Mp4AudioConfig() {}

  /**
   * @param start of the sample description, in bytes of the file
   * @param end where it ends
   * @return the audio object type; 0 when it does not say
   */
  static int objectType(FileWindow file, long start, long end) throws IOException {
    for (long at = start; at + 8 < end; at++) {
      if (file.hasAscii(at, "esds")) {
        return within(file, at + 8, end);
      }
    }
    return 0;
  }

  private static int within(FileWindow file, long start, long end) throws IOException {
    long at = start;
    while (at < end) {
      int kind = file.byteAt(at++);
      long size = 0;
      int next = 0x80;
      // Four bytes at most, as in the standard. More could make the size negative.
      for (int bytes = 0; bytes < 4 && (next & 0x80) != 0; bytes++) {
        next = file.byteAt(at++);
        size = size << 7 | next & 0x7f;
      }
      switch (kind) {
        case ES_DESCRIPTOR -> {
          int flags = file.byteAt(at + 2);
          at += 3;
          at += (flags & 0x80) != 0 ? 2 : 0;
          at += (flags & 0x40) != 0 ? 1 + file.byteAt(at) : 0;
          at += (flags & 0x20) != 0 ? 2 : 0;
        }
        case DECODER_CONFIG -> at += DECODER_CONFIG_BYTES;
        case DECODER_SPECIFIC -> {
          int bits = file.uint16(at);
          int type = bits >> 11;
          return type == ESCAPE ? 32 + (bits >> 5 & 0x3f) : type;
        }
        default -> at += size;
      }
    }
    return 0;
  }
}
