package app.durus.server.audio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes M4A files box by box, as real encoders write them, and malformed ones. */
public final class TestM4a {

  public static final byte[] TYPE = box("ftyp", ascii("M4A \0\0\0\0"));

  /** Its header says ten seconds. */
  public static final byte[] INDEX = box("moov", track("mp4a", 10_000));

  private TestM4a() {}

  public static byte[] box(String type, byte[]... contents) {
    byte[] content = TestAudio.join(contents);
    byte[] size = ByteBuffer.allocate(4).putInt(8 + content.length).array();
    return TestAudio.join(size, ascii(type), content);
  }

  /** Its size says "until the end of the file". */
  public static byte[] openBox(String type, byte[] content) {
    return TestAudio.join(new byte[4], ascii(type), content);
  }

  /** Its size has 64 bits. */
  public static byte[] wideBox(String type, byte[] content) {
    byte[] size = ByteBuffer.allocate(8).putLong(16L + content.length).array();
    return TestAudio.join(new byte[] {0, 0, 0, 1}, ascii(type), size, content);
  }

  /**
   * An audio track, the first one of its file.
   *
   * @param coding the four letters of its sample description
   * @param lengthMs 0 for one without a duration
   */
  public static byte[] track(String coding, int lengthMs) {
    return track(coding, lengthMs, new byte[0]);
  }

  /**
   * The same.
   *
   * @param configuration boxes in its sample description
   */
  public static byte[] track(String coding, int lengthMs, byte[] configuration) {
    byte[] trackHeader = ByteBuffer.allocate(84).putInt(12, 1).array();
    byte[] mediaHeader = ByteBuffer.allocate(24).putInt(12, 1_000).putInt(16, lengthMs).array();
    byte[] handler = TestAudio.join(new byte[8], ascii("soun"), new byte[13]);
    byte[] descriptions =
        TestAudio.join(
            ByteBuffer.allocate(8).putInt(4, 1).array(), box(coding, new byte[28], configuration));
    return box(
        "trak",
        box("tkhd", trackHeader),
        box(
            "mdia",
            box("mdhd", mediaHeader),
            box("hdlr", handler),
            box("minf", box("stbl", box("stsd", descriptions)))));
  }

  /** A track without audio, such as the one of chapters. */
  public static byte[] textTrack() {
    byte[] mediaHeader = ByteBuffer.allocate(24).putInt(12, 1_000).putInt(16, 99_000).array();
    byte[] handler = TestAudio.join(new byte[8], ascii("text"), new byte[13]);
    return box("trak", box("mdia", box("mdhd", mediaHeader), box("hdlr", handler)));
  }

  /** Contains the default duration of a fragment's samples. */
  public static byte[] extension(int usualDuration) {
    return box(
        "mvex",
        box("trex", ByteBuffer.allocate(24).putInt(4, 1).putInt(12, usualDuration).array()));
  }

  /** Samples of the extension's length. */
  public static byte[] fragment(int samples) {
    byte[] run = ByteBuffer.allocate(8).putInt(4, samples).array();
    return fragment(ByteBuffer.allocate(8).putInt(4, 1).array(), run);
  }

  /** Samples that the fragment's header gives a length, after a base offset. */
  public static byte[] fragment(int samples, int duration) {
    byte[] header =
        ByteBuffer.allocate(20).putInt(0, 0x9).putInt(4, 1).putInt(16, duration).array();
    return fragment(header, ByteBuffer.allocate(8).putInt(4, samples).array());
  }

  /** Samples that have a length and a size each, after an offset. */
  public static byte[] fragmentOf(int... durations) {
    ByteBuffer run = ByteBuffer.allocate(12 + 8 * durations.length);
    run.putInt(0x301).putInt(durations.length).putInt(0);
    for (int duration : durations) {
      run.putInt(duration).putInt(100);
    }
    return fragment(ByteBuffer.allocate(8).putInt(4, 1).array(), run.array());
  }

  private static byte[] fragment(byte[] header, byte[] run) {
    return box("moof", box("traf", box("tfhd", header), box("trun", run)));
  }

  /** Audio; another seed makes other bytes. */
  public static byte[] sound(long seed) {
    byte[] sound = new byte[2_000];
    new Random(seed).nextBytes(sound);
    return sound;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
