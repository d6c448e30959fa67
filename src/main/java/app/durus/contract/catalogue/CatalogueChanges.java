package app.durus.contract.catalogue;

import java.util.List;
import org.jspecify.annotations.NonNull;

/**
 * A page of the catalogue's changes. A row may arrive before the row it refers to: a device shows
 * it once both are there.
 *
 * @param epoch names this history of the database; on another one than the device's, the device
 *     starts over from cursor 0 (R13)
 * @param cursor to ask with next time
 * @param more whether the next page waits already
 */
public record CatalogueChanges(
    @NonNull String epoch,
    long cursor,
    boolean more,
    @NonNull List<@NonNull Scholar> scholars,
    @NonNull List<@NonNull Series> series,
    @NonNull List<@NonNull Lecture> lectures,
    @NonNull List<@NonNull AudioAsset> assets) {}
