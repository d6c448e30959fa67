package app.durus.server.backup;

import app.durus.server.hashing.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The SHA-256 of each recording and picture of a backup, in a file that {@code sha256sum --check}
 * reads in the backup's folder.
 */
final class FileHashes {

  static final String NAME = "files.sha256";

  /** Below one of the folders, and never out of it. */
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{64})  ((?:audio|covers)(?:/[^/.][^/]*)+)");

  private final SortedMap<String, String> byPath;

  FileHashes() {
    this(new TreeMap<>());
  }

  private FileHashes(SortedMap<String, String> byPath) {
    this.byPath = byPath;
  }

  /**
   * @throws BackupFailure when a line is no hash and path
   */
  static FileHashes read(Path file) throws IOException {
    SortedMap<String, String> byPath = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new BackupFailure(file + " is damaged: " + line);
      }
      byPath.put(parts.group(2), parts.group(1));
    }
    return new FileHashes(byPath);
  }

  /** Writes the file; it is on the disk when this returns. */
  void write(Path file) throws IOException {
    Files.writeString(
        file,
        byPath.entrySet().stream()
            .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
            .collect(Collectors.joining()));
    TableFiles.sync(file);
  }

  void put(String path, String sha256) {
    byPath.put(path, sha256);
  }

  /** In hexadecimal digits; empty when the path is not listed. */
  String of(String path) {
    return byPath.getOrDefault(path, "");
  }

  /** Paths relative to the backup's folder, with slashes, and their hashes. */
  List<Map.Entry<String, String>> entries() {
    return List.copyOf(byPath.entrySet());
  }

  /** Reads a whole file. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
