package app.durus.server.catalogue.snapshot;

import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.snapshot.SnapshotSource.Contents;
import app.durus.server.catalogue.snapshot.SnapshotSource.Version;
import java.util.List;

/** The lines of a snapshot as devices read them: each a JSON value without line breaks. */
public interface SnapshotLines {

  /** The first line. */
  byte[] head(Contents contents);

  /** A line with rows. */
  byte[] part(Version version, List<CatalogueRows.Row> rows);

  /** The last line, without which a snapshot is not complete. */
  byte[] end(Version version);
}
