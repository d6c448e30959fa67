package app.durus.server.audio;

import app.durus.server.audio.format.AudioFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stores audio assets under the hash of their bytes, {@code ab/abcd….mp3}, and beside each its
 * manifest, {@code ab/abcd….mp3.json}. A file with its final name is complete, synced to the disk,
 * has its manifest, and never changes. So readers need no lock, in this process or another.
 */
public final class AudioStore {

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /** What the name of a copy begins with that is under way. */
  private static final String UNFINISHED = ".";

  private static final int BUFFER_BYTES = 256 * 1024;

  /**
   * A file system puts all that is synced at the same time onto the disk with one commit of its
   * journal.
   */
  static final int SYNCS_AT_ONCE = 32;

  /**
   * Stays free on the disk. The database uses the same disk, and must be able to store what
   * listeners do after an import.
   */
  private static final long RESERVE_BYTES = 256L << 20;

  private final Path folder;
  private final long reserveBytes;
  private final AtomicLong copyingBytes = new AtomicLong();
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
    if (!SHA_256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a SHA-256 hash");
    }
    return folder.resolve(prefix(sha256)).resolve(sha256 + "." + format.extension());
  }

  private static String prefix(String sha256) {
    return sha256.substring(0, 2);
  }

  /** The path of an asset's manifest, whether it exists or not. */
  public Path manifest(String sha256, AudioFormat format) {
    Path audio = audio(sha256, format);
    return audio.resolveSibling(audio.getFileName() + ".json");
  }

  /** Whether an asset is stored, complete and with its manifest. Blocking. */
  public boolean holds(String sha256, AudioFormat format, long sizeBytes) throws IOException {
    Path audio = audio(sha256, format);
    return Files.isRegularFile(audio)
        && Files.size(audio) == sizeBytes
        && Files.isRegularFile(manifest(sha256, format));
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
    Copy copy = copy(source, recording);
    copy.finish();
    syncNames(Set.of(recording.sha256()));
  }

  /**
   * The first half of {@link #add}: copies the bytes. Several threads may call it at once. Whoever
   * calls it calls {@link Copy#finish} too, and {@link #syncNames} after that.
   *
   * @throws IOException as {@link #add}
   */
  Copy copy(Path source, AudioFile.Playable recording) throws IOException {
    FileStore disk = disk();
    Copy copy = new Copy(recording);
    copyingBytes.addAndGet(recording.sizeBytes());
    boolean written = false;
    try {
      checkRoom(disk, recording.sizeBytes());
      createFolder(copy.audio.getParent());
      copy.write(source);
      written = true;
      return copy;
    } finally {
      copyingBytes.addAndGet(-recording.sizeBytes());
      if (!written) {
        copy.discard();
      }
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
    try (ExecutorService syncing = Executors.newFixedThreadPool(SYNCS_AT_ONCE)) {
      List<Future<Void>> synced = new ArrayList<>();
      for (String prefix : prefixes) {
        synced.add(syncing.submit(() -> forceFolder(folder.resolve(prefix))));
      }
      for (Future<Void> each : synced) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    forceFolder(folder);
  }

  /** An asset and its manifest that are written, and have neither reached the disk nor a name. */
  final class Copy {

    private final AudioFile.Playable recording;
    private final Path audio;
    private final Path manifest;
    private FileChannel audioBytes;
    private FileChannel manifestBytes;

    private Copy(AudioFile.Playable recording) {
      this.recording = recording;
      // Beside the names that they get: a move into another folder locks the whole file system.
      Path place = audio(recording.sha256(), recording.format()).getParent();
      this.audio = place.resolve(UNFINISHED + UUID.randomUUID());
      this.manifest = place.resolve(UNFINISHED + UUID.randomUUID());
    }

    private void write(Path source) throws IOException {
      audioBytes = create(audio);
      ChunkManifest chunks = copyBytes(source, audioBytes, recording.format());
      if (!chunks.sha256().equals(recording.sha256())) {
        throw new IOException("it changed while it was being imported");
      }
      manifestBytes = create(manifest);
      writeFully(
          manifestBytes,
          ByteBuffer.wrap(chunks.toJson().encode().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Syncs both to the disk and gives them their names. Blocking; mostly waits for the disk.
     *
     * @throws IOException when that fails. At most a manifest without audio stays, which nothing
     *     reads
     */
    void finish() throws IOException {
      boolean named = false;
      try {
        audioBytes.force(true);
        manifestBytes.force(true);
        close();
        // Move the manifest first: where there is audio, there is a manifest.
        Files.move(
            manifest,
            manifest(recording.sha256(), recording.format()),
            StandardCopyOption.ATOMIC_MOVE);
        Files.move(
            audio, audio(recording.sha256(), recording.format()), StandardCopyOption.ATOMIC_MOVE);
        named = true;
      } finally {
        if (!named) {
          discard();
        }
      }
    }

    private void close() throws IOException {
      try {
        if (audioBytes != null) {
          audioBytes.close();
        }
      } finally {
        if (manifestBytes != null) {
          manifestBytes.close();
        }
      }
    }

    /** Deletes what has no name yet. */
    private void discard() throws IOException {
      close();
      Files.deleteIfExists(audio);
      Files.deleteIfExists(manifest);
    }
  }

  private synchronized FileStore disk() throws IOException {
    if (disk == null) {
      Files.createDirectories(folder);
      // Java reads the list of all mounted file systems for this.
      disk = Files.getFileStore(folder);
    }
    return disk;
  }

  private static void createFolder(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      Files.createDirectories(folder);
    }
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

  private static ChunkManifest copyBytes(Path source, FileChannel out, AudioFormat format)
      throws IOException {
    ChunkManifest.Builder chunks = new ChunkManifest.Builder();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(source)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        chunks.update(buffer, read);
        writeFully(out, ByteBuffer.wrap(buffer, 0, read));
      }
    }
    return chunks.build(format);
  }

  private static FileChannel create(Path target) throws IOException {
    return FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Syncing the folder makes a rename durable. Windows has no such call, and needs none. */
  private static Void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
    return null;
  }
}
