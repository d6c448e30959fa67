package app.durus.server.catalogue.snapshot;

import app.durus.contract.catalogue.CatalogueSnapshotHead;
import app.durus.server.catalogue.CatalogueApi;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.snapshot.SnapshotSource.Contents;
import app.durus.server.catalogue.snapshot.SnapshotSource.Version;
import java.util.List;

/**
 * The lines of a snapshot by the contract: a {@link CatalogueSnapshotHead}, then pages as {@code
 * CatalogueEndpoint.changes} sends them. Each page has the snapshot's revision as its cursor. The
 * last one has no rows and no successor.
 */
public final class CatalogueSnapshotApi implements SnapshotLines {

  @Override
  public byte[] head(Contents contents) {
    Version version = contents.version();
    return CatalogueApi.json(
        new CatalogueSnapshotHead(version.epoch(), version.revision(), contents.lectures()));
  }

  @Override
  public byte[] part(Version version, List<CatalogueRows.Row> rows) {
    return CatalogueApi.json(CatalogueApi.page(version.epoch(), version.revision(), true, rows));
  }

  @Override
  public byte[] end(Version version) {
    return CatalogueApi.json(
        CatalogueApi.page(version.epoch(), version.revision(), false, List.of()));
  }
}
