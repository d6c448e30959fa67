package app.durus.contract.catalogue;

import org.jspecify.annotations.NonNull;

/**
 * Immutable bytes of a lecture.
 *
 * @param url immutable and content-addressed, relative to the application's root; its manifest (an
 *     {@link AudioManifest}) is at this address with {@code .json} appended
 * @param sha256 of the whole file, 64 lower-case hexadecimal digits
 * @param mediaType e.g. {@code audio/mpeg}, {@code audio/mp4}
 */
public record AudioAsset(
    @NonNull String id,
    @NonNull String lectureId,
    @NonNull String url,
    @NonNull String sha256,
    long sizeBytes,
    long durationMs,
    @NonNull String mediaType) {}
