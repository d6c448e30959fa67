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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps recordings under the hash of their bytes: {@code ab/abcd….mp3}, and beside each its
 * manifest, {@code ab/abcd….mp3.json}. A file that has its final name is whole, is on the disk, has
 * its manifest, and never changes; so readers need no lock, in this process or another.
 */
public final class AudioStore {

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER_BYTES = 256 * 1024;

  /**
   * Stays free on the disk, which is the database's, too: what listeners do must find room after an
   * import as before.
   */
  private static final long RESERVE_BYTES = 256L << 20;

  private final Path folder;
  private final Path incoming;
  private final long reserveBytes;

  /**
   * @param folder is made when the first recording arrives
   */
  public AudioStore(Path folder) {
    this(folder, RESERVE_BYTES);
  }

  /**
   * @param folder is made when the first recording arrives
   * @param reserveBytes of the disk that stay free
   */
  AudioStore(Path folder, long reserveBytes) {
    this.reserveBytes = reserveBytes;
    this.folder = folder.toAbsolutePath().normalize();
    this.incoming = this.folder.resolve("incoming");
  }

  /**
   * Where a recording is, or would be.
   *
   * @throws IllegalArgumentException when it is no hash, so that no path outside can be named
   */
  public Path audio(String sha256, AudioFormat format) {
    if (!SHA_256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a SHA-256 hash");
    }
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256 + "." + format.extension());
  }

  /** Where a recording's manifest is, or would be. */
  public Path manifest(String sha256, AudioFormat format) {
    Path audio = audio(sha256, format);
    return audio.resolveSibling(audio.getFileName() + ".json");
  }

  /** Whether a recording is here, whole and with its manifest. Blocking. */
  public boolean holds(String sha256, AudioFormat format, long sizeBytes) throws IOException {
    Path audio = audio(sha256, format);
    return Files.isRegularFile(audio)
        && Files.size(audio) == sizeBytes
        && Files.isRegularFile(manifest(sha256, format));
  }

  /**
   * Copies a recording in, unless it is here already. Blocking; when it returns, copy and manifest
   * are on the disk, whatever happens next.
   *
   * @throws IOException when it cannot be copied, its bytes are no longer those of {@code
   *     recording}, or too little of the disk would stay free; nothing is left behind then
   */
  public void add(Path source, AudioFile.Playable recording) throws IOException {
    if (holds(recording.sha256(), recording.format(), recording.sizeBytes())) {
      return;
    }
    Path audio = audio(recording.sha256(), recording.format());
    Path manifest = manifest(recording.sha256(), recording.format());
    Files.createDirectories(incoming);
    checkRoom(recording.sizeBytes());
    Files.createDirectories(audio.getParent());
    Path copy = incoming.resolve(UUID.randomUUID().toString());
    Path manifestCopy = incoming.resolve(UUID.randomUUID().toString());
    try {
      ChunkManifest chunks = copy(source, copy, recording.format());
      if (!chunks.sha256().equals(recording.sha256())) {
        throw new IOException("it changed while it was being imported");
      }
      write(manifestCopy, chunks.toJson().encode());
      // The manifest first: where there is audio, there is a manifest.
      Files.move(manifestCopy, manifest, StandardCopyOption.ATOMIC_MOVE);
      Files.move(copy, audio, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(audio.getParent());
      forceFolder(folder);
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(manifestCopy);
    }
  }

  private void checkRoom(long sizeBytes) throws IOException {
    long freeBytes = Files.getFileStore(incoming).getUsableSpace();
    if (freeBytes - sizeBytes < reserveBytes) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the disk has %d MB left, it takes %d MB, and %d MB stay free for the database",
              freeBytes >> 20,
              sizeBytes >> 20,
              reserveBytes >> 20));
    }
  }

  /**
   * Deletes a recording and its manifest, the audio first: where there is audio, there is a
   * manifest. Blocking. Only while no import runs.
   *
   * @return whether it was here
   */
  public boolean remove(String sha256, AudioFormat format) throws IOException {
    boolean wasHere = Files.deleteIfExists(audio(sha256, format));
    Files.deleteIfExists(manifest(sha256, format));
    return wasHere;
  }

  /**
   * Takes away what an import that was killed left half-copied. Only for who knows that no other
   * import runs.
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

  /** A rename is on the disk once its folder is; Windows has no such call, and needs none. */
  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
