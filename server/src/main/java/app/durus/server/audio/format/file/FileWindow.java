package app.durus.server.audio.format.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads bytes and numbers anywhere in a file through one small buffer, so that a file of any length
 * is parsed in constant memory. Positions are bytes from the file's start.
 */
public final class FileWindow implements Closeable {

  private static final int WINDOW_BYTES = 64 * 1024;

  private final FileChannel channel;
  private final long sizeBytes;
  private final ByteBuffer window;
  private long windowStart;

  private FileWindow(FileChannel channel) throws IOException {
    this.channel = channel;
    this.sizeBytes = channel.size();
    this.window = ByteBuffer.allocate((int) Math.min(WINDOW_BYTES, sizeBytes));
    window.limit(0);
  }

  public static FileWindow open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new FileWindow(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The size when it was opened. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** 0 to 255; 0 beyond either end, so that a truncated file reads as padding. */
  public int byteAt(long position) throws IOException {
    if (position < 0 || position >= sizeBytes) {
      return 0;
    }
    if (position < windowStart || position >= windowStart + window.limit()) {
      moveTo(position);
      if (window.limit() == 0) {
        return 0;
      }
    }
    return window.get((int) (position - windowStart)) & 0xff;
  }

  public int uint16(long position) throws IOException {
    return byteAt(position) << 8 | byteAt(position + 1);
  }

  public long uint32(long position) throws IOException {
    return (long) uint16(position) << 16 | uint16(position + 2);
  }

  public long uint32LittleEndian(long position) throws IOException {
    return Integer.toUnsignedLong(Integer.reverseBytes((int) uint32(position)));
  }

  public int uint16LittleEndian(long position) throws IOException {
    return byteAt(position) | byteAt(position + 1) << 8;
  }

  /** Zeros beyond the end. */
  public byte[] bytes(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) byteAt(position + i);
    }
    return bytes;
  }

  /** Signed, as in Java. The reader of a size has to check for a negative one. */
  public long int64(long position) throws IOException {
    return uint32(position) << 32 | uint32(position + 4);
  }

  /** Four times seven bits, as ID3v2 writes sizes; -1 for a malformed number. */
  public long syncSafe32(long position) throws IOException {
    long value = 0;
    for (int i = 0; i < 4; i++) {
      int next = byteAt(position + i);
      if (next > 0x7f) {
        return -1;
      }
      value = value << 7 | next;
    }
    return value;
  }

  public boolean hasAscii(long position, String expected) throws IOException {
    for (int i = 0; i < expected.length(); i++) {
      if (byteAt(position + i) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  public String ascii(long position, int length) throws IOException {
    return new String(bytes(position, length), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Reading mostly goes forwards. The buffer also covers bytes before the position, for a small
   * step backwards (trailing tags).
   */
  private void moveTo(long position) throws IOException {
    windowStart = position < windowStart ? Math.max(0, position - WINDOW_BYTES / 2) : position;
    window.clear();
    while (window.hasRemaining()) {
      if (channel.read(window, windowStart + window.position()) < 0) {
        break;
      }
    }
    window.flip();
  }
}
