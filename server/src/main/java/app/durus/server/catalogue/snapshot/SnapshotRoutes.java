package app.durus.server.catalogue.snapshot;

import app.durus.server.http.ServerPath;
import app.durus.server.http.files.FileRoutes;
import app.durus.server.http.files.ImmutableFile;
import app.durus.server.http.files.LatestFile;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves snapshots: {@code GET} and {@code HEAD} of {@code
 * /catalogue/<epoch>-<revision>-<hash>.ndjson}, and of {@code /catalogue/latest}, which leads to
 * the present one. No answer depends on who asks, so that any cache can keep them.
 */
public final class SnapshotRoutes {

  private static final String SUFFIX = ".ndjson";
  private static final String ADDRESS = "(?<name>" + unnamed(SnapshotFiles.NAME) + ")\\.ndjson";
  private static final String MEDIA_TYPE = "application/x-ndjson";

  private final Snapshots snapshots;
  private final SnapshotFiles files;

  public SnapshotRoutes(Snapshots snapshots, SnapshotFiles files) {
    this.snapshots = snapshots;
    this.files = files;
  }

  private static String unnamed(String pattern) {
    return pattern.replaceAll("\\?<[a-z]+>", "?:");
  }

  /** Answers every request under {@code /catalogue/}; later routes never see them. */
  public void mount(Router router) {
    LatestFile.mount(
        router,
        ServerPath.CATALOGUE,
        () -> snapshots.latest().map(found -> found.map(one -> one.name() + SUFFIX)));
    FileRoutes.mount(router, ServerPath.CATALOGUE, ADDRESS, this::file);
  }

  private ImmutableFile file(RoutingContext context) {
    String name = context.pathParam("name");
    return ImmutableFile.gzipped(files.path(name), name, MEDIA_TYPE);
  }
}
