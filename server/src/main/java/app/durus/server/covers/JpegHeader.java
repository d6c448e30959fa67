package app.durus.server.covers;

import java.nio.charset.StandardCharsets;

/**
 * The facts of a JPEG before its first scan (ITU-T T.81): its orientation, and the memory that
 * reading it takes. A truncated or malformed file has neither.
 *
 * @param orientation of Exif, 1 to 8; 1 for upright, and when the file does not say
 * @param bufferedBytes what a decoder keeps of the whole picture at once; 0 when it decodes row by
 *     row
 */
record JpegHeader(int orientation, long bufferedBytes) {

  static final JpegHeader NONE = new JpegHeader(1, 0);

  private static final int START_OF_SCAN = 0xda;
  private static final int APPLICATION_1 = 0xe1;
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int BLOCK_PIXELS = 8;
  private static final int COEFFICIENT_BYTES = 2;

  /** {@link #NONE} for a file that is not a JPEG. */
  static JpegHeader of(byte[] picture) {
    return new Reader(picture).read();
  }

  private static final class Reader {

    private final byte[] bytes;
    private int orientation = 1;
    private int components;
    private boolean progressive;
    private long coefficientBytes;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    JpegHeader read() {
      if (uint8(0) != 0xff || uint8(1) != 0xd8) {
        return NONE;
      }
      int at = 2;
      while (at + 4 <= bytes.length) {
        int marker = uint8(at + 1);
        // As the decoder does: it skips bytes that are no marker, and padding.
        if (uint8(at) != 0xff || marker == 0xff) {
          at++;
          continue;
        }
        if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
          at += 2;
          continue;
        }
        int length = uint16(at + 2);
        if (marker == START_OF_SCAN) {
          // A scan of some components only is followed by others, and the decoder keeps all of
          // them.
          boolean buffered = progressive || uint8(at + 4) < components;
          return new JpegHeader(orientation, buffered ? coefficientBytes : 0);
        }
        if (isFrame(marker)) {
          readFrame(marker, at + 4);
        } else if (marker == APPLICATION_1) {
          readExif(at + 4, Math.min(bytes.length, at + 2 + length));
        }
        at += 2 + length;
      }
      return new JpegHeader(orientation, 0);
    }

    /** SOF0 to SOF15, without DHT, JPG and DAC, whose numbers lie between them. */
    private static boolean isFrame(int marker) {
      return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private void readFrame(int marker, int at) {
      progressive = (marker & 3) == 2;
      long height = uint16(at + 1);
      long width = uint16(at + 3);
      components = uint8(at + 5);
      int greatestX = 1;
      int greatestY = 1;
      for (int i = 0; i < components; i++) {
        greatestX = Math.max(greatestX, uint8(at + 7 + 3 * i) >> 4);
        greatestY = Math.max(greatestY, uint8(at + 7 + 3 * i) & 0xf);
      }
      coefficientBytes = 0;
      for (int i = 0; i < components; i++) {
        int sampling = uint8(at + 7 + 3 * i);
        coefficientBytes +=
            wholeBlocks(width * (sampling >> 4), greatestX)
                * wholeBlocks(height * (sampling & 0xf), greatestY)
                * COEFFICIENT_BYTES;
      }
    }

    private static long wholeBlocks(long scaled, int greatest) {
      return ((scaled + greatest - 1) / greatest + BLOCK_PIXELS - 1) / BLOCK_PIXELS * BLOCK_PIXELS;
    }

    /** The first directory of a TIFF structure. */
    private void readExif(int start, int end) {
      if (end - start < 14
          || !new String(bytes, start, 6, StandardCharsets.ISO_8859_1).equals("Exif\0\0")) {
        return;
      }
      int tiff = start + 6;
      boolean little = uint8(tiff) == 'I';
      long directory = tiff + uint32(tiff + 4, little);
      if (directory + 2 > end || directory < tiff) {
        return;
      }
      int entries = uint16((int) directory, little);
      for (int i = 0; i < entries; i++) {
        int at = (int) directory + 2 + 12 * i;
        if (at + 12 > end) {
          return;
        }
        int value = uint16(at + 8, little);
        if (uint16(at, little) == ORIENTATION_TAG && value >= 1 && value <= 8) {
          orientation = value;
        }
      }
    }

    private int uint8(int at) {
      return at >= 0 && at < bytes.length ? bytes[at] & 0xff : 0;
    }

    private int uint16(int at) {
      return uint8(at) << 8 | uint8(at + 1);
    }

    private int uint16(int at, boolean little) {
      return little ? uint8(at + 1) << 8 | uint8(at) : uint16(at);
    }

    private long uint32(int at, boolean little) {
      long first = uint16(at, little);
      long second = uint16(at + 2, little);
      return little ? second << 16 | first : first << 16 | second;
    }
  }
}
