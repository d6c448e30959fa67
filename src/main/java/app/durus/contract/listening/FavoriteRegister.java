package app.durus.contract.listening;

import org.jspecify.annotations.NonNull;

/** Favorite on or off, with the winning stamp and device. */
public record FavoriteRegister(
    boolean favorite, long occurredAt, @NonNull String intentId, @NonNull String deviceId) {}
