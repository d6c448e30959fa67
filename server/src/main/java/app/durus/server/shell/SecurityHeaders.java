package app.durus.server.shell;

import app.durus.server.http.RequestId;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * Adds the security headers and the request's id to every answer. Mount it first, for all paths.
 * {@link FailureHandler} adds them to failures.
 *
 * <p>Scripts and styles may come only from files of this origin: nothing inline, no {@code eval}.
 * The policy allows the constructed style sheets of Vaadin's components. Where components would add
 * {@code <style>} elements to the page, the build replaces that code (see {@code vite.config.ts}).
 * The page may not contact any other origin.
 */
public final class SecurityHeaders implements Handler<RoutingContext> {

  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'self'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data: blob:",
          "media-src 'self' blob:",
          "font-src 'self'",
          "connect-src 'self'",
          "worker-src 'self'",
          "manifest-src 'self'",
          "object-src 'none'",
          "base-uri 'self'",
          "frame-ancestors 'none'",
          "form-action 'self'");

  private static final String PERMISSIONS_POLICY =
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(),"
          + " magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

  private static final String A_YEAR_OF_TLS = "max-age=31536000";

  @Override
  public void handle(RoutingContext context) {
    addTo(context);
    context.next();
  }

  /** Adds the headers to an answer whose head is not written yet. */
  static void addTo(RoutingContext context) {
    RequestId.addTo(context.response());
    MultiMap headers = context.response().headers();
    headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", PERMISSIONS_POLICY);
    // This is also true behind a trusted proxy that ends TLS.
    if (context.request().isSSL()) {
      headers.set("Strict-Transport-Security", A_YEAR_OF_TLS);
    }
  }
}
