package app.durus.contract.listening;

import org.jspecify.annotations.NonNull;

/** Completed or reopened, with the winning stamp and device. */
public record CompletionRegister(
    boolean completed, long occurredAt, @NonNull String intentId, @NonNull String deviceId) {}
