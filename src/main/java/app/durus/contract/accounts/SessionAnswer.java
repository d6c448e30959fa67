package app.durus.contract.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Whose session a request carried.
 *
 * @param account null when nobody is signed in
 */
public record SessionAnswer(@Nullable Account account, long serverTime) {}
