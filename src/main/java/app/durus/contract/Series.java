package app.durus.contract;

import org.jspecify.annotations.NonNull;

/** Ordered lectures of one scholar. */
public record Series(
    @NonNull String id, @NonNull String scholarId, @NonNull String title, boolean published) {}
