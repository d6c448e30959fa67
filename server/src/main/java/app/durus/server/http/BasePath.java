package app.durus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * The path below which the app is served, such as {@code /durus} behind a proxy that serves other
 * programs too. The proxy passes it on unchanged.
 *
 * <p>Only this handler and the HTML of pages know it. It removes the path from each request before
 * any other handler, and adds it to the cookies and to the {@code Location} of the answer. Mount it
 * first.
 *
 * @param path with a slash at its beginning and none at its end; empty for the root
 */
public record BasePath(String path) implements Handler<RoutingContext> {

  /** The app at the root of its host. */
  public static final BasePath ROOT = new BasePath("");

  /** Unreserved characters only (RFC 3986), which no header, page or pattern has to escape. */
  private static final Pattern ALLOWED = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*");

  private static final String REMOVED = BasePath.class.getName();

  /**
   * @param text with or without slashes at its beginning and end
   * @throws IllegalArgumentException when it has other characters than letters, digits and {@code
   *     -._~/}, or a segment that begins with a dot
   */
  public static BasePath parse(String text) {
    String path = text.replaceFirst("/+$", "");
    if (!path.isEmpty() && !path.startsWith("/")) {
      path = "/" + path;
    }
    if (!ALLOWED.matcher(path).matches()) {
      throw new IllegalArgumentException("this is no path of letters, digits and -._~: " + text);
    }
    return path.isEmpty() ? ROOT : new BasePath(path);
  }

  /** The path that was removed from a request, for an address that leaves this server. */
  public static BasePath of(RoutingContext context) {
    BasePath removed = context.get(REMOVED);
    return removed == null ? ROOT : removed;
  }

  /** The path of the app's first page, with a slash at its end. */
  public String folder() {
    return path + "/";
  }

  /** Where a path below this one lies on the host. */
  public String absolute(String below) {
    return path + below;
  }

  @Override
  public void handle(RoutingContext context) {
    if (path.isEmpty()) {
      context.next();
    } else if (context.get(REMOVED) != null) {
      context.addHeadersEndHandler(written -> addTo(context));
      context.next();
    } else {
      remove(context);
    }
  }

  private void remove(RoutingContext context) {
    HttpServerRequest request = context.request();
    String asked = request.path();
    if (asked.startsWith(folder())) {
      reroute(context, request.uri().substring(path.length()));
    } else if (ServerPath.isHealth(asked)) {
      // Whoever supervises this process asks it directly, without the proxy.
      context.next();
    } else if (asked.equals(path) || asked.equals("/")) {
      context
          .response()
          .setStatusCode(302)
          .putHeader(HttpHeaders.LOCATION, folder())
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end();
    } else {
      context.fail(404);
    }
  }

  private void reroute(RoutingContext context, String uri) {
    context.put(REMOVED, this);
    try {
      context.reroute(uri);
    } catch (IllegalArgumentException undecodable) {
      context.fail(400);
    }
  }

  private void addTo(RoutingContext context) {
    // These are the cookies of the request too, which have no path.
    for (Cookie cookie : context.request().cookies()) {
      if (cookie.getPath() != null) {
        cookie.setPath(path + cookie.getPath());
      }
    }
    MultiMap headers = context.response().headers();
    String location = headers.get(HttpHeaders.LOCATION);
    // Two slashes begin the address of another host.
    if (location != null && location.startsWith("/") && !location.startsWith("//")) {
      headers.set(HttpHeaders.LOCATION, path + location);
    }
  }
}
