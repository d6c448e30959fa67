package app.durus.server.audio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;

/** Audio files for tests: MP3 streams made frame by frame, and the speech of the demo library. */
public final class TestAudio {

  /** Of one frame at 44.1 kHz. */
  public static final double FRAME_MS = 1_152 * 1_000.0 / 44_100;

  private static final int[] KBPS = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };

  private TestAudio() {}

  /** A stream of constant bit rate; another seed makes other bytes. */
  public static byte[] mp3(long seed, int frames) {
    return frames(seed, frames, 5);
  }

  /**
   * @param bitRateIndexes of MPEG-1 Layer III, taken in turn; 1 is 32 and 14 is 320 kbit/s
   */
  public static byte[] frames(long seed, int frames, int... bitRateIndexes) {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < frames; i++) {
      out.writeBytes(frame(random, bitRateIndexes[i % bitRateIndexes.length]));
    }
    return out.toByteArray();
  }

  /** A first frame without audio that contains the number of frames. */
  public static byte[] xingFrame(int framesThatFollow) {
    byte[] frame = frame(new Random(0), 5);
    byte[] xing = "Xing".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(xing, 0, frame, 36, 4);
    byte[] rest = {0, 0, 0, 1, 0, 0, (byte) (framesThatFollow >> 8), (byte) framesThatFollow};
    System.arraycopy(rest, 0, frame, 40, 8);
    return frame;
  }

  private static byte[] frame(Random random, int bitRateIndex) {
    byte[] frame = new byte[144 * KBPS[bitRateIndex] * 1_000 / 44_100];
    random.nextBytes(frame);
    for (int i = 0; i < frame.length; i++) {
      // Never a chance sync word, and no letter: the 51st seed once made a tag of its last 128
      // bytes.
      frame[i] &= 0x3f;
    }
    frame[0] = (byte) 0xff;
    frame[1] = (byte) 0xfb;
    frame[2] = (byte) (bitRateIndex << 4);
    frame[3] = 0x40;
    return frame;
  }

  /** One of the demo library's recordings, such as {@code 01.mp3} or {@code 03.m4a}. */
  public static byte[] speech(String name) {
    try (InputStream in = TestAudio.class.getResourceAsStream("/demo-library/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path write(Path file, byte[]... parts) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, join(parts));
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Tags a file as an operator's tagging program does. */
  public static Path tag(Path file, FieldKey key, String text) throws Exception {
    var audio = AudioFileIO.read(file.toFile());
    Tag tag = audio.getTagOrCreateAndSetDefault();
    tag.setField(key, text);
    audio.commit();
    return file;
  }
}
