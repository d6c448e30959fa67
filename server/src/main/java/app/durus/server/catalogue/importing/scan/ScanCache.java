package app.durus.server.catalogue.importing.scan;

import app.durus.server.classpath.ClassPathFolder;
import app.durus.server.hashing.Sha256;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * What former scans found in a library's files, so that a file that has not changed since is not
 * read again. It may be deleted at any time. A version of the product with other parsers reads
 * everything anew. Blocking; for one scan.
 */
final class ScanCache {

  private static final String FOLDER = "import-cache";

  /** What the name of a file begins with that is being written. */
  private static final String UNFINISHED = ".";

  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * @param stamp of the file when it was read
   */
  record Entry(FileStamp stamp, FileFinding finding) {}

  private final Path file;
  private final String parsers;
  private final Map<String, Entry> former = new HashMap<>();
  private final Map<String, Entry> present = new HashMap<>();

  private ScanCache(Path file, String parsers) {
    this.file = file;
    this.parsers = parsers;
  }

  /** Of the library at {@code root}; empty where nothing was kept, or it is of another version. */
  static ScanCache of(Path dataFolder, Path root) {
    String name = Sha256.hex(root.toUri().toString().getBytes(StandardCharsets.UTF_8));
    ScanCache cache =
        new ScanCache(
            dataFolder.resolve(FOLDER).resolve(name), parsers(ScanCache.class.getClassLoader()));
    cache.load();
    return cache;
  }

  /**
   * Several threads may call it at once.
   *
   * @param stamp null where files have none
   * @return null when nothing is kept of the file, or it has changed since
   */
  Entry find(String path, FileStamp stamp) {
    Entry entry = former.get(path);
    return entry != null && entry.stamp.equals(stamp) ? entry : null;
  }

  /** Keeps what was found of a file now or formerly. */
  void keep(String path, Entry entry) {
    present.put(path, entry);
  }

  /**
   * Replaces what was kept by what {@link #keep} was told.
   *
   * @throws IOException when it cannot be written; what was kept before stays
   */
  void save() throws IOException {
    removeUnfinished();
    if (present.equals(former)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling(UNFINISHED + UUID.randomUUID());
    try {
      CRC32 sum = new CRC32();
      try (DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(
                  new CheckedOutputStream(Files.newOutputStream(unfinished), sum), BUFFER_BYTES))) {
        write(out);
        out.flush();
        out.writeLong(sum.getValue());
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** What imports left that were killed. No other import runs. */
  private void removeUnfinished() throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      return;
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path each : files.toList()) {
        if (each.getFileName().toString().startsWith(UNFINISHED)) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  private void load() {
    try {
      if (isWhole()) {
        try (DataInputStream in =
            new DataInputStream(new UnlockedInput(Files.newInputStream(file)))) {
          read(in);
        }
      }
    } catch (IOException | RuntimeException e) {
      // Not there, cut off by a crash, or damaged: everything is read anew.
      former.clear();
    }
  }

  /** Whether the sum at the end is that of the bytes before it. */
  private boolean isWhole() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      CRC32 sum = new CRC32();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (long left = Files.size(file) - Long.BYTES; left > 0; ) {
        int read = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
        if (read == 0) {
          return false;
        }
        sum.update(buffer, 0, read);
        left -= read;
      }
      return ByteBuffer.wrap(in.readNBytes(Long.BYTES)).getLong() == sum.getValue();
    }
  }

  private void write(DataOutputStream out) throws IOException {
    ScanCacheCodec.writeText(out, parsers);
    out.writeInt(present.size());
    for (Map.Entry<String, Entry> each : present.entrySet()) {
      ScanCacheCodec.writeText(out, each.getKey());
      ScanCacheCodec.write(out, each.getValue());
    }
  }

  private void read(DataInputStream in) throws IOException {
    if (!parsers.equals(ScanCacheCodec.readText(in))) {
      return;
    }
    for (int left = in.readInt(); left > 0; left--) {
      String path = ScanCacheCodec.readText(in);
      former.put(path, ScanCacheCodec.read(in, path));
    }
  }

  /** The parsers' own bytes: whatever is changed in them, their former findings do not count. */
  static String parsers(ClassLoader classes) {
    MessageDigest hash = Sha256.digest();
    hash(hash, classes, "app/durus/server/audio", "AudioFile.class");
    // They decide which picture can be used, and what its id is.
    hash(hash, classes, "app/durus/server/covers", "CoverStore.class");
    return HexFormat.of().formatHex(hash.digest());
  }

  private static void hash(
      MessageDigest hash, ClassLoader classes, String folder, String landmark) {
    ClassPathFolder.read(classes, folder, landmark)
        .orElseThrow()
        .forEach(
            (name, bytes) -> {
              hash.update(name.getBytes(StandardCharsets.UTF_8));
              hash.update(bytes);
            });
  }
}
