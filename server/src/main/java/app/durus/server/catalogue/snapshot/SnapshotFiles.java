package app.durus.server.catalogue.snapshot;

import app.durus.server.catalogue.snapshot.SnapshotSource.Version;
import app.durus.server.hashing.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The folder of snapshots. A name contains the epoch, the revision and the hash of the bytes, and a
 * file with its final name is complete and never changes. All methods block.
 */
public final class SnapshotFiles {

  /** The pattern of a name. No name leads out of the folder. */
  static final String NAME = "(?<epoch>[0-9a-f]{32})-(?<revision>\\d{1,18})-(?<hash>[0-9a-f]{32})";

  /** Devices may still be reading one that was replaced, and other instances may still name it. */
  private static final int KEPT = 3;

  /** A file that is not complete after this time belongs to a process that ended. */
  private static final Duration UNFINISHED = Duration.ofHours(1);

  private static final String SUFFIX = ".ndjson.gz";
  private static final String UNFINISHED_SUFFIX = ".part";
  private static final Pattern FILE = Pattern.compile(NAME + Pattern.quote(SUFFIX));
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path folder;

  /**
   * @param folder created with the first snapshot
   */
  public SnapshotFiles(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * A complete snapshot.
   *
   * @param name the file's name without its ending
   */
  public record Snapshot(String name, Version version) {}

  /** The path of a snapshot, whether it exists or not. */
  Path path(String name) {
    return folder.resolve(name + SUFFIX);
  }

  /** The snapshot of this epoch with the greatest revision. */
  Optional<Snapshot> newest(String epoch) {
    return complete().stream()
        .filter(one -> one.version().epoch().equals(epoch))
        .max(Comparator.comparingLong(one -> one.version().revision()));
  }

  private List<Snapshot> complete() {
    return files().stream().flatMap(file -> snapshot(file).stream()).toList();
  }

  private static Optional<Snapshot> snapshot(Path file) {
    Matcher name = FILE.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(
            new Snapshot(
                file.getFileName().toString().replace(SUFFIX, ""),
                new Version(name.group("epoch"), Long.parseLong(name.group("revision")))))
        : Optional.empty();
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a new snapshot. */
  Draft draft(Version version) throws IOException {
    Files.createDirectories(folder);
    return new Draft(version, folder.resolve("." + UUID.randomUUID() + UNFINISHED_SUFFIX));
  }

  /** Removes all but the last snapshots, and what processes that ended left. */
  void removeOld() throws IOException {
    List<Path> old =
        files().stream()
            .filter(file -> snapshot(file).isPresent())
            .sorted(Comparator.comparing(SnapshotFiles::writtenAt).reversed())
            .skip(KEPT)
            .toList();
    FileTime before = FileTime.from(Instant.now().minus(UNFINISHED));
    List<Path> unfinished =
        files().stream()
            .filter(file -> file.getFileName().toString().endsWith(UNFINISHED_SUFFIX))
            .filter(file -> writtenAt(file).compareTo(before) < 0)
            .toList();
    for (Path file : Stream.concat(old.stream(), unfinished.stream()).toList()) {
      Files.deleteIfExists(file);
    }
  }

  private static FileTime writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // Another instance has removed it.
      return FileTime.fromMillis(0);
    }
  }

  /** A snapshot that is being written. */
  final class Draft {

    private final Version version;
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest hash = Sha256.digest();
    private final OutputStream out;

    private Draft(Version version, Path file) throws IOException {
      this.version = version;
      this.file = file;
      this.channel =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
      this.out =
          new GZIPOutputStream(
              new DigestOutputStream(Channels.newOutputStream(channel), hash), BUFFER_BYTES);
    }

    /**
     * @param json one value, without line breaks
     */
    void line(byte[] json) throws IOException {
      out.write(json);
      out.write('\n');
    }

    /** Gives the file its name and removes old ones. */
    Snapshot finish() throws IOException {
      out.flush();
      ((GZIPOutputStream) out).finish();
      channel.force(true);
      out.close();
      String digest = HexFormat.of().formatHex(hash.digest()).substring(0, 32);
      String name =
          String.format(Locale.ROOT, "%s-%d-%s", version.epoch(), version.revision(), digest);
      Files.move(file, path(name), StandardCopyOption.ATOMIC_MOVE);
      removeOld();
      return new Snapshot(name, version);
    }

    void abandon() throws IOException {
      out.close();
      Files.deleteIfExists(file);
    }
  }
}
