package app.durus.server.shell;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * What every answer tells the browser not to do. To be mounted first, for every path; {@link
 * FailureHandler} says the same with what failed.
 *
 * <p>Scripts and styles come from this origin's files only: nothing inline, no {@code eval}.
 * Vaadin's components adopt constructed style sheets, which the policy does not concern; where they
 * would put {@code <style>} elements into the page, the build replaces that (see {@code
 * vite.config.ts}). No address outside of this origin is ever asked.
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

  /** For an answer whose head is not written yet. */
  static void addTo(RoutingContext context) {
    MultiMap headers = context.response().headers();
    headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", PERMISSIONS_POLICY);
    // Also true behind a proxy that ends TLS, once the router is told to believe that proxy.
    if (context.request().isSSL()) {
      headers.set("Strict-Transport-Security", A_YEAR_OF_TLS);
    }
  }
}
