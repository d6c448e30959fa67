package app.durus.contract;

import org.jspecify.annotations.NonNull;

/** Who teaches. */
public record Scholar(@NonNull String id, @NonNull String name, boolean published) {}
