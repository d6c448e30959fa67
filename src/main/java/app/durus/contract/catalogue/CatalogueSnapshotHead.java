package app.durus.contract.catalogue;

import org.jspecify.annotations.NonNull;

/**
 * The first line of a snapshot of the catalogue. A snapshot is a file of JSON values, one a line,
 * at an address below {@code /catalogue/}; {@code GET /catalogue/latest} leads to the present one.
 * Each line after this one is a {@link CatalogueChanges} whose cursor is {@code revision}. The last
 * line has no successor ({@code more} is false); a snapshot without it is not complete.
 *
 * @param epoch names this history of the database (R13)
 * @param revision the cursor with which a device asks for what changed since
 * @param lectures how many lectures follow, withdrawn ones included
 */
public record CatalogueSnapshotHead(@NonNull String epoch, long revision, long lectures) {}
