package app.durus.server.audio.format.mp3;

import app.durus.server.audio.format.file.AudioStream;
import app.durus.server.audio.format.file.FileWindow;
import java.io.IOException;

/**
 * Finds the audio of an MP3 file between the tags at both ends (ID3v2 with its footer and padding,
 * several of them; APE; ID3v1 and its extension; Lyrics3; ID3v2.4 at the end). Tagging programs
 * rewrite only those, so the audio identifies a recording.
 */
public final class Mp3Tags {

  private static final int ID3V2_HEADER_BYTES = 10;
  private static final int ID3V1_BYTES = 128;
  private static final int ID3V1_EXTENSION_BYTES = 227;
  private static final int APE_HEADER_BYTES = 32;
  private static final int LYRICS_END_BYTES = 9;
  private static final int LYRICS_SIZE_BYTES = 6;
  private static final int LYRICS_V1_LIMIT_BYTES = 5_100 + 11;

  private Mp3Tags() {}

  /** Empty, with {@code end <= start}, when the file contains only tags. */
  static AudioStream.Region audioWithin(FileWindow file) throws IOException {
    long start = afterLeadingTags(file);
    while (start < file.sizeBytes() && file.byteAt(start) == 0) {
      start++;
    }
    return new AudioStream.Region(start, beforeTrailingTags(file, start));
  }

  /** Some programs write such tags before other formats too. */
  public static long afterLeadingTags(FileWindow file) throws IOException {
    long start = 0;
    for (long size = leadingTagBytes(file, start); size > 0; size = leadingTagBytes(file, start)) {
      start += size;
    }
    return start;
  }

  /**
   * @param start where the audio starts; bytes before it are never part of a tag
   */
  public static long beforeTrailingTags(FileWindow file, long start) throws IOException {
    long end = file.sizeBytes();
    long size = trailingTagBytes(file, end);
    while (size > 0 && end > start) {
      end -= size;
      size = trailingTagBytes(file, end);
    }
    return end;
  }

  private static long leadingTagBytes(FileWindow file, long at) throws IOException {
    if (file.hasAscii(at, "ID3") && file.byteAt(at + 3) != 0xff) {
      long size = file.syncSafe32(at + 6);
      boolean footer = (file.byteAt(at + 5) & 0x10) != 0;
      return size < 0 ? 0 : ID3V2_HEADER_BYTES + size + (footer ? ID3V2_HEADER_BYTES : 0);
    }
    if (file.hasAscii(at, "APETAGEX")) {
      return APE_HEADER_BYTES + file.uint32LittleEndian(at + 12);
    }
    return 0;
  }

  /** The size of the tag that ends at {@code end}; 0 when none does. */
  static long trailingTagBytes(FileWindow file, long end) throws IOException {
    if (file.hasAscii(end - ID3V1_BYTES, "TAG") && end >= ID3V1_BYTES) {
      return ID3V1_BYTES;
    }
    if (file.hasAscii(end - ID3V1_EXTENSION_BYTES, "TAG+")) {
      return ID3V1_EXTENSION_BYTES;
    }
    if (file.hasAscii(end - APE_HEADER_BYTES, "APETAGEX")) {
      boolean header = (file.uint32LittleEndian(end - 12) & 0x8000_0000L) != 0;
      return file.uint32LittleEndian(end - 20) + (header ? APE_HEADER_BYTES : 0);
    }
    if (file.hasAscii(end - LYRICS_END_BYTES, "LYRICS200")) {
      return lyricsBytes(file.ascii(end - LYRICS_END_BYTES - LYRICS_SIZE_BYTES, LYRICS_SIZE_BYTES));
    }
    if (file.hasAscii(end - LYRICS_END_BYTES, "LYRICSEND")) {
      return lyricsV1Bytes(file, end);
    }
    if (file.hasAscii(end - ID3V2_HEADER_BYTES, "3DI")) {
      long size = file.syncSafe32(end - 4);
      return size < 0 ? 0 : size + 2 * ID3V2_HEADER_BYTES;
    }
    return 0;
  }

  private static long lyricsBytes(String sizeDigits) {
    return sizeDigits.matches("\\d{6}")
        ? Long.parseLong(sizeDigits) + LYRICS_SIZE_BYTES + LYRICS_END_BYTES
        : 0;
  }

  private static long lyricsV1Bytes(FileWindow file, long end) throws IOException {
    for (long back = LYRICS_END_BYTES; back <= LYRICS_V1_LIMIT_BYTES; back++) {
      if (file.hasAscii(end - back, "LYRICSBEGIN")) {
        return back;
      }
    }
    return 0;
  }
}
