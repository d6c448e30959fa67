package app.durus.server.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/** Splits Ogg files into pages, changes them, and recomputes their checksums. */
public final class TestOgg {

  private static final int SEGMENTS_AT = 26;
  private static final int POLYNOMIAL = 0x04c1_1db7;

  private TestOgg() {}

  public static List<byte[]> pages(byte[] file) {
    List<byte[]> pages = new ArrayList<>();
    for (int at = 0; at < file.length; ) {
      int segments = file[at + SEGMENTS_AT] & 0xff;
      int size = SEGMENTS_AT + 1 + segments;
      for (int i = 0; i < segments; i++) {
        size += file[at + SEGMENTS_AT + 1 + i] & 0xff;
      }
      pages.add(Arrays.copyOfRange(file, at, at + size));
      at += size;
    }
    return pages;
  }

  public static byte[] join(List<byte[]> pages) {
    return TestAudio.join(pages.toArray(new byte[0][]));
  }

  /** The number of samples that a player of Opus skips at the start. */
  public static byte[] withPreSkip(byte[] file, int samples) {
    List<byte[]> pages = pages(file);
    pages.set(0, changed(pages.getFirst(), page -> page.putShort(28 + 10, (short) samples)));
    return join(pages);
  }

  /** The end position of each page of audio. */
  public static byte[] withPositions(byte[] file, LongUnaryOperator position) {
    List<byte[]> pages = pages(file);
    for (int i = 2; i < pages.size(); i++) {
      pages.set(
          i, changed(pages.get(i), page -> page.putLong(6, position.applyAsLong(page.getLong(6)))));
    }
    return join(pages);
  }

  /** Without the end-of-stream flag. */
  public static byte[] withoutEnd(byte[] file) {
    List<byte[]> pages = pages(file);
    pages.add(changed(pages.removeLast(), page -> page.put(5, (byte) (page.get(5) & ~4))));
    return join(pages);
  }

  public static List<byte[]> ofStream(byte[] file, int serial) {
    return pages(file).stream()
        .map(each -> changed(each, page -> page.putInt(14, serial)))
        .toList();
  }

  private static byte[] changed(byte[] page, Consumer<ByteBuffer> change) {
    byte[] copy = page.clone();
    ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(bytes);
    bytes.putInt(22, 0);
    bytes.putInt(22, checksum(copy));
    return copy;
  }

  private static int checksum(byte[] bytes) {
    int sum = 0;
    for (byte next : bytes) {
      sum ^= next << 24;
      for (int bit = 0; bit < 8; bit++) {
        sum = sum < 0 ? sum << 1 ^ POLYNOMIAL : sum << 1;
      }
    }
    return sum;
  }
}
