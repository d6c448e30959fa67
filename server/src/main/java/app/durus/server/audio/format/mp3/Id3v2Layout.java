package app.durus.server.audio.format.mp3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Where the frames of an ID3v2 tag lie, and what their headers say (ID3v2.2, section 3.2; ID3v2.3,
 * section 3.3; ID3v2.4, section 4).
 *
 * @param content the tag without its header of ten bytes
 * @param version 2, 3 or 4
 */
record Id3v2Layout(byte[] content, int version) {

  private static final Pattern NAME = Pattern.compile("[A-Z0-9]{3,4}");

  /** Flags of a frame, in its last byte before the content, in version 3 and in version 4. */
  private static final int COMPRESSED_3 = 0x80;

  private static final int ENCRYPTED_3 = 0x40;
  private static final int GROUPED_3 = 0x20;
  private static final int GROUPED_4 = 0x40;
  private static final int COMPRESSED_4 = 0x08;
  private static final int ENCRYPTED_4 = 0x04;
  private static final int UNSYNCHRONIZED_4 = 0x02;
  private static final int LENGTH_GIVEN_4 = 0x01;

  /** Removes the zero byte that follows each byte 0xff which could be taken for audio. */
  static byte[] synchronizedAgain(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      out.write(bytes[i]);
      if (bytes[i] == (byte) 0xff && i + 1 < bytes.length && bytes[i + 1] == 0) {
        i++;
      }
    }
    return out.toByteArray();
  }

  int extendedHeaderBytes() {
    long size = version == 3 ? 4 + uint(0, 4, 8) : uint(0, 4, 7);
    return (int) Math.min(Math.max(size, 0), content.length);
  }

  int frameHeaderBytes() {
    return version == 2 ? 6 : 10;
  }

  boolean isPadding(int at) {
    for (int i = at; i < content.length; i++) {
      if (content[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** 0 when no frame starts there. */
  int frameEnd(int at) {
    String name = name(at);
    if (name == null || at + frameHeaderBytes() > content.length) {
      return 0;
    }
    long size;
    if (version == 2) {
      size = uint(at + 3, 3, 8);
    } else if (version == 4 && isSyncSafe(at + 4)) {
      size = uint(at + 4, 4, 7);
    } else {
      size = uint(at + 4, 4, 8);
    }
    return size > content.length - at - frameHeaderBytes()
        ? 0
        : (int) (at + frameHeaderBytes() + size);
  }

  /** Three letters and a zero count as a name of ID3v2.2; null for none. */
  String name(int at) {
    int length = version == 2 ? 3 : 4;
    if (at + length > content.length) {
      return null;
    }
    String name = new String(content, at, length, StandardCharsets.ISO_8859_1);
    if (length == 4 && name.charAt(3) == 0) {
      name = name.substring(0, 3);
    }
    return NAME.matcher(name).matches() ? name : null;
  }

  /** A frame's content as it was before it was written; null when it is compressed or encrypted. */
  byte[] plain(int at, int end) {
    int start = at + frameHeaderBytes();
    int flags = content[at + 9];
    if (version == 4) {
      if ((flags & (COMPRESSED_4 | ENCRYPTED_4)) != 0) {
        return null;
      }
      start += (flags & GROUPED_4) == 0 ? 0 : 1;
      start += (flags & LENGTH_GIVEN_4) == 0 ? 0 : 4;
      byte[] bytes = Arrays.copyOfRange(content, Math.min(start, end), end);
      return (flags & UNSYNCHRONIZED_4) == 0 ? bytes : synchronizedAgain(bytes);
    }
    if ((flags & (COMPRESSED_3 | ENCRYPTED_3)) != 0) {
      return null;
    }
    start += (flags & GROUPED_3) == 0 ? 0 : 1;
    return Arrays.copyOfRange(content, Math.min(start, end), end);
  }

  private boolean isSyncSafe(int at) {
    return content[at] >= 0 && content[at + 1] >= 0 && content[at + 2] >= 0 && content[at + 3] >= 0;
  }

  private long uint(int at, int bytes, int bitsOfEach) {
    long value = 0;
    for (int i = 0; i < bytes && at + i < content.length; i++) {
      value = value << bitsOfEach | content[at + i] & 0xff;
    }
    return value;
  }
}
