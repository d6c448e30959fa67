package app.durus.contract;

import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * One talk.
 *
 * @param seriesId null for a single lecture
 * @param number its place in the series, from 1; lectures of one series are ordered by number, then
 *     title; 0 for a single lecture
 * @param language BCP 47 tag of what is spoken, where known
 * @param assetId the present primary audio asset
 * @param addedAt when it first came into the catalogue
 */
public record Lecture(
    @NonNull String id,
    @NonNull String scholarId,
    @Nullable String seriesId,
    int number,
    @NonNull String title,
    @Nullable String language,
    @NonNull String assetId,
    long addedAt,
    boolean published) {}
