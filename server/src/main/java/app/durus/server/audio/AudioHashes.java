package app.durus.server.audio;

import app.durus.server.audio.format.file.AudioStream;
import app.durus.server.hashing.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The hashes of a whole file and of its audio without tags, computed in one pass in constant
 * memory.
 */
record AudioHashes(String file, String audio, long sizeBytes) {

  private static final int LARGEST_BUFFER_BYTES = 256 * 1024;

  /**
   * @param expectedBytes how long the file is; another length is right, too
   */
  static AudioHashes of(Path path, long expectedBytes, List<AudioStream.Region> regions)
      throws IOException {
    MessageDigest whole = Sha256.digest();
    MessageDigest audio = Sha256.digest();
    byte[] buffer = new byte[(int) Math.min(LARGEST_BUFFER_BYTES, expectedBytes + 1)];
    long position = 0;
    int next = 0;
    try (InputStream in = Files.newInputStream(path)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        whole.update(buffer, 0, read);
        // Regions ascend, so regions before this position are never visited again.
        while (next < regions.size() && regions.get(next).end() <= position) {
          next++;
        }
        for (int i = next; i < regions.size(); i++) {
          AudioStream.Region region = regions.get(i);
          if (region.start() >= position + read) {
            break;
          }
          long from = Math.max(region.start(), position);
          long to = Math.min(region.end(), position + read);
          if (from < to) {
            audio.update(buffer, (int) (from - position), (int) (to - from));
          }
        }
        position += read;
      }
    }
    HexFormat hex = HexFormat.of();
    return new AudioHashes(hex.formatHex(whole.digest()), hex.formatHex(audio.digest()), position);
  }
}
