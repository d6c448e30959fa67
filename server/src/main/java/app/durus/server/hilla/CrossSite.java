package app.durus.server.hilla;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes calls that another site's page makes in a listener's browser (see the decision record
 * 0004). {@code Sec-Fetch-Site} decides where the browser sends it, because no page can forge it.
 * Browsers leave it out on plain http beyond localhost, but none leaves {@code Origin} out of a
 * POST: then that must name the host that was asked. A caller with neither is no browser, and
 * carries no cookie but its own.
 */
final class CrossSite {

  private CrossSite() {}

  static boolean isMadeBy(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin");
    }
    String origin = request.getHeader("Origin");
    return origin != null && !namesHost(origin, request.authority());
  }

  /** The scheme is not compared: behind a proxy that ends TLS, this server does not know it. */
  private static boolean namesHost(String origin, @Nullable HostAndPort asked) {
    if (asked == null) {
      return false;
    }
    try {
      URI uri = new URI(origin);
      return uri.getHost() != null
          && uri.getHost().equalsIgnoreCase(asked.host())
          && portOf(uri) == portOf(uri.getScheme(), asked.port());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static int portOf(URI uri) {
    return portOf(uri.getScheme(), uri.getPort());
  }

  private static int portOf(String scheme, int port) {
    if (port > 0) {
      return port;
    }
    return "https".equalsIgnoreCase(scheme) ? 443 : 80;
  }
}
