package app.durus.server.covers;

import app.durus.server.http.ServerPath;
import app.durus.server.http.files.FileRoutes;
import app.durus.server.http.files.ImmutableFile;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves covers: {@code GET} and {@code HEAD} of {@code /covers/<sha256>-<192|768>.jpg}. The
 * content of such an address never changes.
 */
public final class CoverRoutes {

  private static final String ADDRESS = "(?<id>[0-9a-f]{64})-(?<edge>192|768)\\.jpg";

  private final CoverStore store;

  public CoverRoutes(CoverStore store) {
    this.store = store;
  }

  /** Answers every request under {@code /covers/}; later routes never see them. */
  public void mount(Router router) {
    FileRoutes.mount(router, ServerPath.COVERS, ADDRESS, this::file);
  }

  private ImmutableFile file(RoutingContext context) {
    String id = context.pathParam("id");
    int edge = Integer.parseInt(context.pathParam("edge"));
    return new ImmutableFile(store.picture(id, edge), id + "-" + edge, "image/jpeg");
  }
}
