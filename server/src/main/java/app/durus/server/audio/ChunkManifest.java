package app.durus.server.audio;

import app.durus.server.audio.format.AudioFormat;
import app.durus.server.hashing.Sha256;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The hashes of an asset's chunks. A download verifies each chunk by them. On the wire it is the
 * contract's {@code AudioManifest}; a test checks that both agree.
 *
 * @param chunkSha256 of each chunk of {@link #CHUNK_SIZE_BYTES}; the last chunk is the rest
 */
record ChunkManifest(String sha256, long sizeBytes, AudioFormat format, List<String> chunkSha256) {

  /**
   * Small enough for a short seek and a short retry, large enough for few rows on the device
   * (decision 0017). Each manifest contains its chunk size, so older ones stay valid.
   */
  static final int CHUNK_SIZE_BYTES = 256 * 1024;

  /** Of an asset that is one chunk, whose hash is that of the asset. */
  static ChunkManifest ofOneChunk(String sha256, long sizeBytes, AudioFormat format) {
    return new ChunkManifest(sha256, sizeBytes, format, List.of(sha256));
  }

  /** Whether its hash and its size say all that a manifest says. */
  static boolean isOneChunk(long sizeBytes) {
    return sizeBytes <= CHUNK_SIZE_BYTES;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("sha256", sha256)
        .put("sizeBytes", sizeBytes)
        .put("mediaType", format.mediaType())
        .put("chunkSizeBytes", CHUNK_SIZE_BYTES)
        .put("chunkSha256", new JsonArray(chunkSha256));
  }

  /** Receives an asset's bytes in order, in pieces of any length. */
  static final class Builder {

    private final MessageDigest whole = Sha256.digest();
    private final MessageDigest chunk = Sha256.digest();
    private final List<String> chunks = new ArrayList<>();
    private final boolean isOneChunk;
    private long sizeBytes;
    private int inChunkBytes;

    /**
     * @param expectedBytes how long the asset is; if it is another length, its chunks may be wrong
     */
    Builder(long expectedBytes) {
      this.isOneChunk = isOneChunk(expectedBytes);
    }

    void update(byte[] bytes, int length) {
      whole.update(bytes, 0, length);
      sizeBytes += length;
      if (isOneChunk) {
        return;
      }
      for (int offset = 0; offset < length; ) {
        int part = Math.min(length - offset, CHUNK_SIZE_BYTES - inChunkBytes);
        chunk.update(bytes, offset, part);
        offset += part;
        inChunkBytes += part;
        if (inChunkBytes == CHUNK_SIZE_BYTES) {
          endChunk();
        }
      }
    }

    /** Ends the asset. The builder cannot be used again. */
    ChunkManifest build(AudioFormat format) {
      if (inChunkBytes > 0) {
        endChunk();
      }
      String sha256 = HexFormat.of().formatHex(whole.digest());
      if (isOneChunk) {
        return ofOneChunk(sha256, sizeBytes, format);
      }
      return new ChunkManifest(sha256, sizeBytes, format, List.copyOf(chunks));
    }

    private void endChunk() {
      chunks.add(HexFormat.of().formatHex(chunk.digest()));
      inChunkBytes = 0;
    }
  }
}
