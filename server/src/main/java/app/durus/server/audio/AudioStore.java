package app.durus.server.audio;

import app.durus.server.audio.format.AudioFormat;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Stores audio assets under the hash of their bytes, {@code ab/abcd….mp3}, and beside each of more
 * than one chunk its manifest, {@code ab/abcd….mp3.json}. A file with its final name is complete,
 * synced to the disk, has its manifest, and never changes. So readers need no lock, in this process
 * or another.
 */
public final class AudioStore {

  private static final int SHA_256_DIGITS = 64;

  /** What the name of a copy begins with that is under way. */
  static final String UNFINISHED = ".";

  /**
   * Stays free on the disk. The database uses the same disk, and must be able to store what
   * listeners do after an import.
   */
  private static final long RESERVE_BYTES = 256L << 20;

  private final Path folder;
  private final long reserveBytes;
  private final AtomicLong copyingBytes = new AtomicLong();

  /** Begins the names of this store's unfinished copies: another process may copy, too. */
  private final String unfinishedPrefix = UNFINISHED + UUID.randomUUID() + "-";

  private final AtomicLong unfinishedNames = new AtomicLong();

  /** Folders of assets that are there, so that no copy has to ask. They are never deleted. */
  private final Set<Path> created = ConcurrentHashMap.newKeySet();

  /** Those of them that this store made: they hold nothing that it did not copy. */
  private final Set<Path> made = ConcurrentHashMap.newKeySet();

  private FileStore disk;

  /**
   * @param folder created with the first asset
   */
  public AudioStore(Path folder) {
    this(folder, RESERVE_BYTES);
  }

  /**
   * @param folder created with the first asset
   * @param reserveBytes that stay free on the disk
   */
  AudioStore(Path folder, long reserveBytes) {
    this.reserveBytes = reserveBytes;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * The path of an asset, whether it exists or not.
   *
   * @throws IllegalArgumentException when it is not a hash, so that no path outside of the folder
   *     can be named
   */
  public Path audio(String sha256, AudioFormat format) {
    if (!isSha256(sha256)) {
      throw new IllegalArgumentException("not a SHA-256 hash");
    }
    return folder.resolve(prefix(sha256)).resolve(sha256 + "." + format.extension());
  }

  private static boolean isSha256(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == SHA_256_DIGITS;
  }

  private static String prefix(String sha256) {
    return sha256.substring(0, 2);
  }

  /**
   * The path of an asset's manifest, whether it exists or not. An asset of one chunk needs none.
   */
  public Path manifest(String sha256, AudioFormat format) {
    Path audio = audio(sha256, format);
    return audio.resolveSibling(audio.getFileName() + ".json");
  }

  /** Whether an asset is stored, complete and with its manifest. Blocking. */
  public boolean holds(String sha256, AudioFormat format, long sizeBytes) throws IOException {
    Path audio = audio(sha256, format);
    return Files.isRegularFile(audio)
        && Files.size(audio) == sizeBytes
        && (ChunkManifest.isOneChunk(sizeBytes) || Files.isRegularFile(manifest(sha256, format)));
  }

  /**
   * The manifest of an asset of one chunk that has no file of its own: such a file would double the
   * number of files of a store of short recordings. Blocking, for the time of asking for a size.
   *
   * @return its JSON; empty for every other asset, and where there is none
   */
  Optional<JsonObject> manifestOfOneChunk(String sha256, AudioFormat format) {
    try {
      long sizeBytes = Files.size(audio(sha256, format));
      // A former version wrote one for every asset, perhaps with chunks of another size.
      return ChunkManifest.isOneChunk(sizeBytes) && Files.notExists(manifest(sha256, format))
          ? Optional.of(ChunkManifest.ofOneChunk(sha256, sizeBytes, format).toJson())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Copies an audio file into the store, unless it is there already. Blocking. When it returns,
   * asset, manifest and their names are synced to the disk.
   *
   * @throws IOException when it cannot be copied, its bytes are no longer those of {@code
   *     recording}, or too little of the disk would stay free. Nothing is left behind then
   */
  public void add(Path source, AudioFile.Playable recording) throws IOException {
    if (holds(recording.sha256(), recording.format(), recording.sizeBytes())) {
      return;
    }
    AudioCopy copy = copy(source, recording);
    copy.sync();
    copy.name();
    syncNames(Set.of(recording.sha256()));
  }

  /**
   * The first half of {@link #add}: copies the bytes. Several threads may call it at once. Whoever
   * calls it brings the copy to the disk, names it, and calls {@link #syncNames} after that.
   *
   * @throws IOException as {@link #add}
   */
  AudioCopy copy(Path source, AudioFile.Playable recording) throws IOException {
    FileStore disk = disk();
    copyingBytes.addAndGet(recording.sizeBytes());
    try {
      checkRoom(disk, recording.sizeBytes());
      createFolder(audio(recording.sha256(), recording.format()).getParent());
      return AudioCopy.write(this, source, recording);
    } finally {
      copyingBytes.addAndGet(-recording.sizeBytes());
    }
  }

  /**
   * Syncs the names of assets to the disk. Only then is it certain that they outlive a power
   * failure. Blocking.
   *
   * @param sha256s of assets that are in the store
   */
  public void syncNames(Collection<String> sha256s) throws IOException {
    Set<String> prefixes = new TreeSet<>();
    sha256s.forEach(sha256 -> prefixes.add(prefix(sha256)));
    if (prefixes.isEmpty()) {
      return;
    }
    List<Callable<Void>> works = new ArrayList<>();
    for (String prefix : prefixes) {
      works.add(
          () -> {
            DiskSync.names(folder.resolve(prefix));
            return null;
          });
    }
    DiskSync.together(works);
    DiskSync.names(folder);
  }

  /** A name that no other copy has. A random one for each copy would take longer than a lookup. */
  String unfinishedName() {
    return unfinishedPrefix + unfinishedNames.incrementAndGet();
  }

  /** Where all assets are. */
  Path folder() {
    return folder;
  }

  private synchronized FileStore disk() throws IOException {
    if (disk == null) {
      Files.createDirectories(folder);
      // Java reads the list of all mounted file systems for this.
      disk = Files.getFileStore(folder);
    }
    return disk;
  }

  private void createFolder(Path folder) throws IOException {
    if (!created.contains(folder)) {
      try {
        Files.createDirectory(folder);
        made.add(folder);
      } catch (FileAlreadyExistsException e) {
        Files.createDirectories(folder);
      }
      created.add(folder);
    }
  }

  /** Whether {@link #holds} has to be asked before a copy of an asset is made. */
  boolean mayHold(String sha256) {
    return !made.contains(folder.resolve(prefix(sha256)));
  }

  private void checkRoom(FileStore disk, long sizeBytes) throws IOException {
    long freeBytes = disk.getUsableSpace();
    // Copies that are under way, this one included, as if nothing of them were on the disk yet.
    if (freeBytes - copyingBytes.get() < reserveBytes) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the disk has %d MB left; the file takes %d MB, and %d MB must stay free for the"
                  + " database",
              freeBytes >> 20,
              sizeBytes >> 20,
              reserveBytes >> 20));
    }
  }

  /**
   * Deletes an asset and its manifest. The audio is deleted first: where there is audio, there is a
   * manifest. Blocking. Call it only while no import runs.
   *
   * @return whether it was stored
   */
  public boolean remove(String sha256, AudioFormat format) throws IOException {
    boolean wasHere = Files.deleteIfExists(audio(sha256, format));
    Files.deleteIfExists(manifest(sha256, format));
    return wasHere;
  }

  /**
   * Deletes incomplete copies of an import that was killed. Call it only while no other import
   * runs.
   */
  public void removeUnfinished() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path each : folders.filter(Files::isDirectory).toList()) {
        // A former version copied into a folder of its own.
        boolean all = each.getFileName().toString().equals("incoming");
        try (Stream<Path> files = Files.list(each)) {
          for (Path file : files.toList()) {
            if (all || file.getFileName().toString().startsWith(UNFINISHED)) {
              Files.deleteIfExists(file);
            }
          }
        }
      }
    }
  }
}
