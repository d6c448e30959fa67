package app.durus.server.audio.format.flac;

import app.durus.server.audio.format.file.FileWindow;
import java.io.IOException;

/**
 * The header of one FLAC frame (RFC 9639, section 9.1).
 *
 * @param variable whether frames are counted by samples instead of by frames
 * @param number of the first sample or of the frame
 * @param samples the number of samples in it
 * @param rateHz 0 when the file's header has it
 * @param channels from 1
 */
record FlacFrame(boolean variable, long number, int samples, long rateHz, int channels) {

  /** By their codes from 1. */
  private static final int[] RATES_HZ = {
    88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000
  };

  private static final int POLYNOMIAL = 0x07;
  private static final int FRAME_POLYNOMIAL = 0x8005;

  /** Null when no frame starts there. */
  static FlacFrame at(FileWindow file, long start) throws IOException {
    if (file.byteAt(start) != 0xff || (file.byteAt(start + 1) & 0xfe) != 0xf8) {
      return null;
    }
    int sizeCode = file.byteAt(start + 2) >> 4;
    int rateCode = file.byteAt(start + 2) & 0xf;
    int depth = file.byteAt(start + 3);
    if (sizeCode == 0 || rateCode == 15 || depth >> 4 > 10 || (depth & 1) != 0) {
      return null;
    }
    int ones = Integer.numberOfLeadingZeros(~(file.byteAt(start + 4) << 24));
    if (ones == 1 || ones > 7) {
      return null;
    }
    int numberBytes = Math.max(1, ones);
    long number = ones == 0 ? file.byteAt(start + 4) : file.byteAt(start + 4) & (0x7f >> ones);
    for (int i = 1; i < numberBytes; i++) {
      int next = file.byteAt(start + 4 + i);
      if ((next & 0xc0) != 0x80) {
        return null;
      }
      number = number << 6 | next & 0x3f;
    }
    long at = start + 4 + numberBytes;
    int samples;
    switch (sizeCode) {
      case 1 -> samples = 192;
      case 2, 3, 4, 5 -> samples = 576 << sizeCode - 2;
      case 6 -> samples = file.byteAt(at++) + 1;
      case 7 -> {
        samples = file.uint16(at) + 1;
        at += 2;
      }
      default -> samples = 256 << sizeCode - 8;
    }
    long rateHz =
        switch (rateCode) {
          case 0 -> 0;
          case 12 -> 1_000L * file.byteAt(at);
          case 13 -> file.uint16(at);
          case 14 -> 10L * file.uint16(at);
          default -> RATES_HZ[rateCode - 1];
        };
    at += rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0;
    int channels = depth >> 4 < 8 ? (depth >> 4) + 1 : 2;
    boolean variable = (file.byteAt(start + 1) & 1) != 0;
    return checksumIsRight(file, start, at)
        ? new FlacFrame(variable, number, samples, rateHz, channels)
        : null;
  }

  /** Whether the frame from {@code start} to before {@code end} is complete. */
  static boolean isWhole(FileWindow file, long start, long end) throws IOException {
    int crc = 0;
    for (long at = start; at < end - 2; at++) {
      crc ^= file.byteAt(at) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = ((crc & 0x8000) != 0 ? crc << 1 ^ FRAME_POLYNOMIAL : crc << 1) & 0xffff;
      }
    }
    return crc == file.uint16(end - 2);
  }

  private static boolean checksumIsRight(FileWindow file, long start, long end) throws IOException {
    int crc = 0;
    for (long at = start; at < end; at++) {
      crc ^= file.byteAt(at);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x80) != 0 ? (crc << 1 ^ POLYNOMIAL) & 0xff : crc << 1;
      }
    }
    return crc == file.byteAt(end);
  }
}
