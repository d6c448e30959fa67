package app.durus.contract.catalogue;

import org.jspecify.annotations.NonNull;

/**
 * A chapter of a lecture. It lasts until the next one begins, the last one until the end. Since
 * version 3 of the catalogue's answer.
 *
 * @param startMs from the recording's beginning
 * @param title one line; empty where the recording gives it none
 */
public record Chapter(long startMs, @NonNull String title) {}
