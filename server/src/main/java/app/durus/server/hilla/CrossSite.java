package app.durus.server.hilla;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes calls that another site's page makes in a listener's browser (decision record 0004).
 * Where the browser sends {@code Sec-Fetch-Site}, it decides, because no page can forge it.
 * Browsers omit it on plain http beyond localhost, but they send {@code Origin} with every POST.
 * Then {@code Origin} must name the requested host. A caller that sends neither is no browser, and
 * has only its own cookies.
 */
final class CrossSite {

  private static final Pattern ORIGIN =
      Pattern.compile("(https?)://([^/?#@]+)", Pattern.CASE_INSENSITIVE);

  private static final int SHOWN_CHARACTERS = 200;

  private CrossSite() {}

  /**
   * Why a call counts as another site's; empty when it does not. The text names the header and what
   * it differs from, so that the operator of a proxy can correct it.
   */
  static Optional<String> reason(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin")
          ? Optional.empty()
          : Optional.of("Sec-Fetch-Site is " + shown(site) + ", not same-origin.");
    }
    String origin = request.getHeader("Origin");
    HostAndPort asked = request.authority();
    if (origin == null || namesHost(origin, asked)) {
      return Optional.empty();
    }
    return Optional.of(
        "Origin is "
            + shown(origin)
            + ", but Host is "
            + (asked == null ? "missing" : shown(asked.toString()))
            + ". A proxy must pass Host on, or set X-Forwarded-Host and be among TRUSTED_PROXIES.");
  }

  /** The scheme is not compared: behind a proxy that ends TLS, this server may not know it. */
  private static boolean namesHost(String origin, @Nullable HostAndPort asked) {
    Matcher parts = ORIGIN.matcher(origin);
    if (asked == null || !parts.matches()) {
      return false;
    }
    // java.net.URI does not accept a host with an underscore.
    HostAndPort named = HostAndPort.parseAuthority(parts.group(2), -1);
    return named != null
        && named.host().equalsIgnoreCase(asked.host())
        && portOf(parts.group(1), named.port()) == portOf(parts.group(1), asked.port());
  }

  private static int portOf(String scheme, int port) {
    if (port > 0) {
      return port;
    }
    return "https".equalsIgnoreCase(scheme) ? 443 : 80;
  }

  private static String shown(String value) {
    return value.length() > SHOWN_CHARACTERS ? value.substring(0, SHOWN_CHARACTERS) : value;
  }
}
