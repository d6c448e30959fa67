package app.durus.server.audio.format.mp3;

import app.durus.server.audio.format.file.FileWindow;
import java.io.IOException;

/**
 * The header of one MPEG audio Layer III frame (ISO/IEC 11172-3, 13818-3 and the 2.5 extension).
 *
 * @param sampleRate in Hz
 */
public record Mp3Frame(
    int version, int sampleRate, int bitRateKbps, boolean mono, int sizeBytes, int samples) {

  /** No frame is larger: 320 kbit/s at 32 kHz, padded. */
  static final int LARGEST_BYTES = 1_441;

  private static final int MPEG_2_5 = 0;
  private static final int RESERVED = 1;
  private static final int MPEG_1 = 3;
  private static final int LAYER_III = 1;
  private static final int[] MPEG_1_KBPS = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };
  private static final int[] MPEG_2_KBPS = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };
  private static final int[] MPEG_1_HZ = {44_100, 48_000, 32_000};

  /** Null when no frame starts there. */
  public static Mp3Frame at(FileWindow file, long position) throws IOException {
    if (file.byteAt(position) != 0xff || (file.byteAt(position + 1) & 0xe0) != 0xe0) {
      return null;
    }
    int second = file.byteAt(position + 1);
    int third = file.byteAt(position + 2);
    int version = second >> 3 & 3;
    int bitRateIndex = third >> 4;
    int rateIndex = third >> 2 & 3;
    boolean layerThree = (second >> 1 & 3) == LAYER_III;
    // Bit rate 0 is "free format", which browsers do not play.
    if (version == RESERVED || !layerThree || bitRateIndex == 0 || bitRateIndex == 15) {
      return null;
    }
    if (rateIndex == 3) {
      return null;
    }
    boolean mpeg1 = version == MPEG_1;
    int kbps = (mpeg1 ? MPEG_1_KBPS : MPEG_2_KBPS)[bitRateIndex];
    int hertz = MPEG_1_HZ[rateIndex] / (mpeg1 ? 1 : version == MPEG_2_5 ? 4 : 2);
    int samples = mpeg1 ? 1_152 : 576;
    int sizeBytes = samples / 8 * kbps * 1_000 / hertz + (third >> 1 & 1);
    boolean mono = file.byteAt(position + 3) >> 6 == 3;
    return new Mp3Frame(version, hertz, kbps, mono, sizeBytes, samples);
  }

  boolean sameStreamAs(Mp3Frame other) {
    return other != null && version == other.version && sampleRate == other.sampleRate;
  }

  /** The offset in the first frame at which an encoder writes its Xing or Info header. */
  int indexOffsetBytes() {
    boolean mpeg1 = version == MPEG_1;
    return 4 + (mono ? (mpeg1 ? 17 : 9) : (mpeg1 ? 32 : 17));
  }
}
