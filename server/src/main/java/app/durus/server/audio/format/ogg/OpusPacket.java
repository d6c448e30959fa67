package app.durus.server.audio.format.ogg;

/** The duration of an Opus packet (RFC 6716, section 3.1). */
final class OpusPacket {

  /** Opus always counts at this rate, whatever was recorded. */
  static final int SAMPLE_RATE_HZ = 48_000;

  private static final int[] SILK_SAMPLES = {480, 960, 1_920, 2_880};
  private static final int[] HYBRID_SAMPLES = {480, 960};
  private static final int[] CELT_SAMPLES = {120, 240, 480, 960};
  private static final int LARGEST_SAMPLES = 5_760;

  private OpusPacket() {}

  /**
   * @param toc the packet's first byte
   * @param count its second byte, which has the number of frames if the first does not tell it
   */
  static int samples(int toc, int count) {
    int configuration = toc >> 3;
    int frame =
        configuration < 12
            ? SILK_SAMPLES[configuration % 4]
            : configuration < 16
                ? HYBRID_SAMPLES[configuration % 2]
                : CELT_SAMPLES[configuration % 4];
    int frames =
        switch (toc & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> count & 0x3f;
        };
    return Math.min(frame * frames, LARGEST_SAMPLES);
  }
}
