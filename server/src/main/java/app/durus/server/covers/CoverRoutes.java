package app.durus.server.covers;

import app.durus.server.http.files.ImmutableFile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves covers: {@code GET} and {@code HEAD} of {@code /covers/<sha256>-<192|768>.jpg}. The
 * content of such an address never changes.
 */
public final class CoverRoutes {

  private static final String ADDRESS = "\\/covers\\/(?<id>[0-9a-f]{64})-(?<edge>192|768)\\.jpg";

  private final CoverStore store;

  public CoverRoutes(CoverStore store) {
    this.store = store;
  }

  /** Answers every request under {@code /covers/}; later routes never see them. */
  public void mount(Router router) {
    router.routeWithRegex(ADDRESS).handler(this::answer);
    router.route("/covers/*").handler(context -> ImmutableFile.end(context, 404));
  }

  private void answer(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      ImmutableFile.end(context, 405);
      return;
    }
    String id = context.pathParam("id");
    int edge = Integer.parseInt(context.pathParam("edge"));
    new ImmutableFile(store.picture(id, edge), id + "-" + edge, "image/jpeg").answer(context);
  }
}
