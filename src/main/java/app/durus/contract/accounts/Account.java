package app.durus.contract.accounts;

import org.jspecify.annotations.NonNull;

/**
 * A listener as the listener's own devices see it.
 *
 * @param name as written at sign-up
 */
public record Account(@NonNull String listenerId, @NonNull String name) {}
