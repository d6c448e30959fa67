package app.durus.contract.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * Ordered lectures of one scholar.
 *
 * @param cover address of its picture, relative to the application's root, without the end: {@code
 *     -192.jpg} and {@code -768.jpg} are the picture at most that wide and high; left out where
 *     there is none; since version 2, as is what follows
 * @param description left out where there is none
 * @param translations left out where there are none
 */
public record Series(
    @NonNull String id,
    @NonNull String scholarId,
    @NonNull String title,
    boolean published,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cover,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String description,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<@NonNull Translation> translations) {}
