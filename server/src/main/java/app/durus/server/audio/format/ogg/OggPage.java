package app.durus.server.audio.format.ogg;

import app.durus.server.audio.format.file.FileWindow;
import java.io.IOException;

/**
 * One page of an Ogg file (RFC 3533).
 *
 * @param granule position at its end, in the codec's unit; -1 when no packet ends in it
 * @param serial the number of its stream
 * @param whole whether its checksum is right
 */
record OggPage(
    long start, int segments, int bodyBytes, int flags, long granule, long serial, boolean whole) {

  private static final int HEADER_BYTES = 27;
  private static final int CHECKSUM_AT = 22;
  private static final int POLYNOMIAL = 0x04c1_1db7;
  private static final int[] CRC = crcTable();

  /** Null when no page starts there. A page that the file's end cuts off ends beyond it. */
  static OggPage at(FileWindow file, long start) throws IOException {
    if (!file.hasAscii(start, "OggS") || file.byteAt(start + 4) != 0) {
      return null;
    }
    int segments = file.byteAt(start + 26);
    int body = 0;
    for (int i = 0; i < segments; i++) {
      body += file.byteAt(start + HEADER_BYTES + i);
    }
    long granule = file.uint32LittleEndian(start + 6) | file.uint32LittleEndian(start + 10) << 32;
    long end = start + HEADER_BYTES + segments + body;
    boolean whole = end <= file.sizeBytes() && checksumIsRight(file, start, end);
    return new OggPage(
        start,
        segments,
        body,
        file.byteAt(start + 5),
        granule,
        file.uint32LittleEndian(start + 14),
        whole);
  }

  boolean continuesPacket() {
    return (flags & 1) != 0;
  }

  boolean isFirst() {
    return (flags & 2) != 0;
  }

  boolean isLast() {
    return (flags & 4) != 0;
  }

  long bodyStart() {
    return start + HEADER_BYTES + segments;
  }

  long end() {
    return bodyStart() + bodyBytes;
  }

  /** 255 when the packet continues in the next segment. */
  int segmentBytes(FileWindow file, int index) throws IOException {
    return file.byteAt(start + HEADER_BYTES + index);
  }

  private static boolean checksumIsRight(FileWindow file, long start, long end) throws IOException {
    int crc = 0;
    for (long at = start; at < end; at++) {
      boolean checksum = at >= start + CHECKSUM_AT && at < start + CHECKSUM_AT + 4;
      int next = checksum ? 0 : file.byteAt(at);
      crc = crc << 8 ^ CRC[crc >>> 24 ^ next];
    }
    return Integer.toUnsignedLong(crc) == file.uint32LittleEndian(start + CHECKSUM_AT);
  }

  private static int[] crcTable() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int remainder = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        remainder = remainder < 0 ? remainder << 1 ^ POLYNOMIAL : remainder << 1;
      }
      table[i] = remainder;
    }
    return table;
  }
}
