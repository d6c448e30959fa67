package app.durus.contract.catalogue;

import java.util.List;
import org.jspecify.annotations.NonNull;

/**
 * What a download is verified against. Served beside the audio, as immutable as the audio.
 *
 * @param chunkSizeBytes size of every chunk but the last
 * @param chunkSha256 of each chunk, in order, as lower-case hexadecimal digits
 */
public record AudioManifest(
    @NonNull String sha256,
    long sizeBytes,
    @NonNull String mediaType,
    int chunkSizeBytes,
    @NonNull List<@NonNull String> chunkSha256) {}
