package app.durus.server.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Makes tags byte by byte as programs of thirty years wrote them, malformed ones included. */
public final class TestTags {

  public static final Charset WINDOWS_ARABIC = Charset.forName("windows-1256");

  private static final int APE_HEADER_FLAGS = 0xa000_0000;
  private static final int APE_FOOTER_FLAGS = 0x8000_0000;

  private TestTags() {}

  /** An ID3v2.3 tag. */
  public static byte[] id3v2(byte[]... frames) {
    return id3v2(3, 0, frames);
  }

  public static byte[] id3v2(int version, int flags, byte[]... frames) {
    byte[] content = TestAudio.join(frames);
    byte[] header = {'I', 'D', '3', (byte) version, 0, (byte) flags};
    return TestAudio.join(header, syncSafe(content.length), content);
  }

  /**
   * A frame of ID3v2.2, 2.3 or 2.4: they differ in the length of names and the encoding of sizes.
   */
  public static byte[] frame(int version, String name, byte[] content) {
    byte[] size =
        switch (version) {
          case 2 -> new byte[] {0, (byte) (content.length >> 8), (byte) content.length};
          case 3 -> ByteBuffer.allocate(4).putInt(content.length).array();
          default -> syncSafe(content.length);
        };
    byte[] flags = new byte[version == 2 ? 0 : 2];
    return TestAudio.join(ascii(name), size, flags, content);
  }

  public static byte[] frame(String name, byte[] content) {
    return frame(3, name, content);
  }

  /** A frame's text after the byte that declares its encoding. */
  public static byte[] text(int claimed, String text, Charset charset) {
    return TestAudio.join(new byte[] {(byte) claimed}, text.getBytes(charset));
  }

  public static byte[] id3v1(String title, Charset charset) {
    byte[] tag = new byte[128];
    byte[] text = title.getBytes(charset);
    System.arraycopy(ascii("TAG"), 0, tag, 0, 3);
    System.arraycopy(text, 0, tag, 3, Math.min(30, text.length));
    return tag;
  }

  /** ID3v1.1, which has a track number. */
  public static byte[] id3v1(String title, Charset charset, int track) {
    byte[] tag = id3v1(title, charset);
    tag[126] = (byte) track;
    return tag;
  }

  /**
   * @param version 2000 with a header, or 1000 without one
   * @param items names and texts in turn
   */
  public static byte[] ape(int version, String... items) {
    byte[] content = {};
    for (int i = 0; i < items.length; i += 2) {
      content = TestAudio.join(content, apeItem(items[i], utf8(items[i + 1])));
    }
    return ape(version, items.length / 2, content);
  }

  public static byte[] apeItem(String name, byte[] value) {
    byte[] sizeAndFlags =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(value.length).array();
    return TestAudio.join(sizeAndFlags, ascii(name), new byte[1], value);
  }

  public static byte[] ape(int version, int items, byte[] content) {
    byte[] footer = apeEnd(version, items, content.length, version == 2000 ? APE_FOOTER_FLAGS : 0);
    byte[] header =
        version == 2000 ? apeEnd(version, items, content.length, APE_HEADER_FLAGS) : new byte[0];
    return TestAudio.join(header, content, footer);
  }

  private static byte[] apeEnd(int version, int items, int contentBytes, int flags) {
    return ByteBuffer.allocate(32)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("APETAGEX"))
        .putInt(version)
        .putInt(contentBytes + 32)
        .putInt(items)
        .putInt(flags)
        .array();
  }

  private static byte[] syncSafe(int size) {
    return new byte[] {
      (byte) (size >> 21 & 127),
      (byte) (size >> 14 & 127),
      (byte) (size >> 7 & 127),
      (byte) (size & 127)
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
