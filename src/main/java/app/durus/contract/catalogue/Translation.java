package app.durus.contract.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A title in another language than the source's. Since version 2 of the catalogue's answer.
 *
 * @param language BCP 47 tag
 * @param title of a series or lecture, or a scholar's name
 */
public record Translation(
    @NonNull String language,
    @NonNull String title,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String description) {}
