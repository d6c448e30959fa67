package app.durus.product.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes a recording of any length: MPEG-1 Layer III at 48 kHz and 128 kbit/s, one channel. Every
 * frame is valid and silent. The unused rest of a frame is filled with noise that decoders skip, so
 * that no two chunks have the same bytes.
 */
public final class LongLecture {

  private static final int FRAME_BYTES = 384;
  private static final int HEADER_BYTES = 4;

  /** All zero: the frame has no sound and uses no bits of the frames before. */
  private static final int SIDE_BYTES = 17;

  private static final int FRAMES_AT_ONCE = 1_000;
  private static final byte[] HEADER = {(byte) 0xff, (byte) 0xfb, (byte) 0x94, (byte) 0xc4};

  private LongLecture() {}

  /**
   * @param seed another one gives other bytes
   * @param sizeBytes at least; whole frames
   */
  public static Path write(Path file, long seed, long sizeBytes) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(file.getParent());
    byte[] frames = new byte[FRAME_BYTES * FRAMES_AT_ONCE];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long written = 0; written < sizeBytes; written += frames.length) {
        fill(frames, random);
        out.write(frames);
      }
    }
    return file;
  }

  private static void fill(byte[] frames, Random random) {
    random.nextBytes(frames);
    for (int frame = 0; frame < frames.length; frame += FRAME_BYTES) {
      System.arraycopy(HEADER, 0, frames, frame, HEADER_BYTES);
      for (int i = HEADER_BYTES; i < FRAME_BYTES; i++) {
        // Never a chance sync word.
        frames[frame + i] = i < HEADER_BYTES + SIDE_BYTES ? 0 : (byte) (frames[frame + i] & 0x7f);
      }
    }
  }
}
