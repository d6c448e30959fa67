package app.durus.server.audio;

import app.durus.server.audio.format.AudioFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
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
  private static final int BUFFER_BYTES = 256 * 1024;

  /**
   * Stays free on the disk. The database uses the same disk, and must be able to store what
   * listeners do after an import.
   */
  private static final long RESERVE_BYTES = 256L << 20;

  private final Path folder;
  private final Path incoming;
  private final long reserveBytes;
  private final AtomicLong copyingBytes = new AtomicLong();

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
    this.incoming = this.folder.resolve("incoming");
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
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256 + "." + format.extension());
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
   * Copies an audio file into the store, unless it is there already. Blocking; several threads may
   * call it at once. When it returns, asset and manifest are synced to the disk.
   *
   * @throws IOException when it cannot be copied, its bytes are no longer those of {@code
   *     recording}, or too little of the disk would stay free. Nothing is left behind then
   */
  public void add(Path source, AudioFile.Playable recording) throws IOException {
    if (holds(recording.sha256(), recording.format(), recording.sizeBytes())) {
      return;
    }
    Path audio = audio(recording.sha256(), recording.format());
    Path manifest = manifest(recording.sha256(), recording.format());
    Files.createDirectories(incoming);
    Files.createDirectories(audio.getParent());
    Path copy = incoming.resolve(UUID.randomUUID().toString());
    Path manifestCopy = incoming.resolve(UUID.randomUUID().toString());
    copyingBytes.addAndGet(recording.sizeBytes());
    try {
      checkRoom(recording.sizeBytes());
      ChunkManifest chunks = copy(source, copy, recording.format());
      if (!chunks.sha256().equals(recording.sha256())) {
        throw new IOException("it changed while it was being imported");
      }
      write(manifestCopy, chunks.toJson().encode());
      // Move the manifest first: where there is audio, there is a manifest.
      Files.move(manifestCopy, manifest, StandardCopyOption.ATOMIC_MOVE);
      Files.move(copy, audio, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(audio.getParent());
      forceFolder(folder);
    } finally {
      copyingBytes.addAndGet(-recording.sizeBytes());
      Files.deleteIfExists(copy);
      Files.deleteIfExists(manifestCopy);
    }
  }

  private void checkRoom(long sizeBytes) throws IOException {
    long freeBytes = Files.getFileStore(incoming).getUsableSpace();
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
    if (!Files.isDirectory(incoming)) {
      return;
    }
    try (Stream<Path> leftovers = Files.list(incoming)) {
      for (Path leftover : leftovers.toList()) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static ChunkManifest copy(Path source, Path target, AudioFormat format)
      throws IOException {
    ChunkManifest.Builder chunks = new ChunkManifest.Builder();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(source);
        FileChannel out = create(target)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        chunks.update(buffer, read);
        writeFully(out, ByteBuffer.wrap(buffer, 0, read));
      }
      out.force(true);
    }
    return chunks.build(format);
  }

  private static void write(Path target, String text) throws IOException {
    try (FileChannel out = create(target)) {
      writeFully(out, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      out.force(true);
    }
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
  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
