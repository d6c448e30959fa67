package app.durus.server.catalogue.snapshot;

import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.snapshot.SnapshotFiles.Draft;
import app.durus.server.catalogue.snapshot.SnapshotFiles.Snapshot;
import app.durus.server.catalogue.snapshot.SnapshotSource.Contents;
import app.durus.server.catalogue.snapshot.SnapshotSource.Sink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows of one snapshot to its file, on a worker thread. */
final class SnapshotWriter implements Sink<Snapshot> {

  private final Vertx vertx;
  private final SnapshotFiles files;
  private final SnapshotLines lines;
  private final Contents contents;

  /** Opened with the first rows. Calls never overlap. */
  private volatile @Nullable Draft draft;

  SnapshotWriter(Vertx vertx, SnapshotFiles files, SnapshotLines lines, Contents contents) {
    this.vertx = vertx;
    this.files = files;
    this.lines = lines;
    this.contents = contents;
  }

  @Override
  public Future<Void> take(List<CatalogueRows.Row> part) {
    return vertx.executeBlocking(
        () -> {
          opened().line(lines.part(contents.version(), part));
          return null;
        });
  }

  @Override
  public Future<Snapshot> finish() {
    return vertx.executeBlocking(
        () -> {
          opened().line(lines.end(contents.version()));
          return opened().finish();
        });
  }

  @Override
  public Future<Void> abandon() {
    return vertx.executeBlocking(
        () -> {
          Draft open = draft;
          if (open != null) {
            open.abandon();
          }
          return null;
        });
  }

  private Draft opened() throws IOException {
    Draft open = draft;
    if (open == null) {
      open = files.draft(contents.version());
      draft = open;
      open.line(lines.head(contents));
    }
    return open;
  }
}
