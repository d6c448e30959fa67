package app.durus.product.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes a recording whose bit rate varies and that has no index (no Xing or VBRI header): MPEG-1
 * Layer III at 48 kHz, one channel, silent. Its first frames have one bit rate and the others
 * change between two, so that a browser that reads the first ones only guesses another duration.
 */
public final class VariableBitRateLecture {

  /** Of each frame. */
  public static final int FRAME_MS = 24;

  private static final int SIDE_BYTES = 17;
  private static final int FIRST_FRAMES = 60;

  /** The index in a frame's header, by its place among these bit rates in kbit/s. */
  private static final int[] KBIT = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };

  private static final int[] USUAL = {6, 9};

  private VariableBitRateLecture() {}

  /**
   * @param firstKbit the bit rate of the first frames, one of those that MP3 has
   * @param durationMs a whole number of frames
   */
  public static Path write(Path file, int firstKbit, long durationMs) throws IOException {
    Random random = new Random(firstKbit);
    Files.createDirectories(file.getParent());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int frame = 0; frame < durationMs / FRAME_MS; frame++) {
        out.write(
            frame(frame < FIRST_FRAMES ? indexOf(firstKbit) : USUAL[frame % USUAL.length], random));
      }
    }
    return file;
  }

  private static int indexOf(int kbit) {
    for (int index = 1; index < KBIT.length; index++) {
      if (KBIT[index] == kbit) {
        return index;
      }
    }
    throw new IllegalArgumentException(kbit + " kbit/s");
  }

  private static byte[] frame(int index, Random random) {
    byte[] frame = new byte[144 * KBIT[index] * 1_000 / 48_000];
    frame[0] = (byte) 0xff;
    frame[1] = (byte) 0xfb;
    frame[2] = (byte) (index << 4 | 0x4);
    frame[3] = (byte) 0xc4;
    for (int i = 4 + SIDE_BYTES; i < frame.length; i++) {
      frame[i] = (byte) random.nextInt(0x80); // Never a chance sync word.
    }
    return frame;
  }
}
