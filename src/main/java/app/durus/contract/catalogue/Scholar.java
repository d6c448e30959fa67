package app.durus.contract.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * Who teaches.
 *
 * @param description left out where there is none; since version 2, as is what follows
 * @param translations left out where there are none
 */
public record Scholar(
    @NonNull String id,
    @NonNull String name,
    boolean published,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String description,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<@NonNull Translation> translations) {}
