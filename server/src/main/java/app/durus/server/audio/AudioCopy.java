package app.durus.server.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * An asset that is written and has no name yet, with its manifest if it has one. It has to be
 * brought to the disk, and is named after that. Blocking.
 */
final class AudioCopy {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final AudioStore store;
  private final AudioFile.Playable recording;
  private final Path audio;

  /** Null where the asset is one chunk. */
  private final Path manifest;

  private AudioCopy(AudioStore store, AudioFile.Playable recording) {
    this.store = store;
    this.recording = recording;
    // Beside the names that they get: a move into another folder locks the whole file system.
    Path place = store.audio(recording.sha256(), recording.format()).getParent();
    this.audio = place.resolve(store.unfinishedName());
    this.manifest =
        ChunkManifest.isOneChunk(recording.sizeBytes())
            ? null
            : place.resolve(store.unfinishedName());
  }

  /**
   * Copies the bytes.
   *
   * @throws IOException when that fails, or they are no longer those of {@code recording}. Nothing
   *     is left behind then
   */
  static AudioCopy write(AudioStore store, Path source, AudioFile.Playable recording)
      throws IOException {
    AudioCopy copy = new AudioCopy(store, recording);
    boolean written = false;
    try {
      ChunkManifest chunks = copyBytes(source, copy.audio, recording);
      if (!chunks.sha256().equals(recording.sha256())) {
        throw new IOException("it changed while it was being imported");
      }
      if (copy.manifest != null) {
        writeAll(copy.manifest, chunks.toJson().encode().getBytes(StandardCharsets.UTF_8));
      }
      written = true;
      return copy;
    } finally {
      if (!written) {
        copy.discard();
      }
    }
  }

  long sizeBytes() {
    return recording.sizeBytes();
  }

  /**
   * Brings it to the disk.
   *
   * @throws IOException when that fails. Nothing is left behind then
   */
  void sync() throws IOException {
    boolean synced = false;
    try {
      DiskSync.file(audio);
      if (manifest != null) {
        DiskSync.file(manifest);
      }
      synced = true;
    } finally {
      if (!synced) {
        discard();
      }
    }
  }

  /**
   * Gives it its name. It is on the disk already.
   *
   * @throws IOException when that fails. At most a manifest without audio stays, which nothing
   *     reads
   */
  void name() throws IOException {
    boolean named = false;
    try {
      // Move the manifest first: where there is audio, there is a manifest.
      if (manifest != null) {
        Files.move(
            manifest,
            store.manifest(recording.sha256(), recording.format()),
            StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(
          audio,
          store.audio(recording.sha256(), recording.format()),
          StandardCopyOption.ATOMIC_MOVE);
      named = true;
    } finally {
      if (!named) {
        discard();
      }
    }
  }

  /** Deletes what has no name yet. */
  private void discard() throws IOException {
    Files.deleteIfExists(audio);
    if (manifest != null) {
      Files.deleteIfExists(manifest);
    }
  }

  private static ChunkManifest copyBytes(Path source, Path target, AudioFile.Playable recording)
      throws IOException {
    ChunkManifest.Builder chunks = new ChunkManifest.Builder(recording.sizeBytes());
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, recording.sizeBytes() + 1)];
    try (InputStream in = Files.newInputStream(source);
        FileChannel out = create(target)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        chunks.update(buffer, read);
        writeFully(out, ByteBuffer.wrap(buffer, 0, read));
      }
    }
    return chunks.build(recording.format());
  }

  private static void writeAll(Path target, byte[] bytes) throws IOException {
    try (FileChannel out = create(target)) {
      writeFully(out, ByteBuffer.wrap(bytes));
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
}
