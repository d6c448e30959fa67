package app.durus.contract.listening;

import org.jspecify.annotations.NonNull;

/** The winning position with its stamp and device. */
public record PositionRegister(
    long positionMs,
    @NonNull String audioAssetId,
    long occurredAt,
    @NonNull String intentId,
    @NonNull String deviceId) {}
