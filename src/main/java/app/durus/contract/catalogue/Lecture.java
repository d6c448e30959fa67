package app.durus.contract.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
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
 * @param cover as in {@link Series}; left out where its series' picture is meant, too; since
 *     version 2, as is what follows
 * @param description left out where there is none
 * @param translations left out where there are none
 * @param chapters of the present asset, ascending by {@code startMs}, at most 500; left out where
 *     there are none; since version 3
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
    boolean published,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cover,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String description,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<@NonNull Translation> translations,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<@NonNull Chapter> chapters) {}
