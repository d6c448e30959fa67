package app.durus.server.shell;

import io.vertx.core.Handler;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests whose handler failed, that are malformed, or that match no route. It sends only
 * the status. It removes the headers that the handler had set, because they describe another
 * answer: a cache would otherwise keep the failure as long as they say.
 */
public final class FailureHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

  /** Vert.x's router has no route for these failures, only these statuses. */
  private static final int[] WITHOUT_ROUTE = {400, 404, 500};

  /** HTTP/2's INTERNAL_ERROR (RFC 9113, section 7). */
  private static final long INTERNAL_ERROR = 0x2;

  /** Makes this handler answer the failures of all routes, wherever they are mounted. */
  public void mount(Router router) {
    router.route().failureHandler(this);
    for (int status : WITHOUT_ROUTE) {
      router.errorHandler(status, context -> answer(context, status));
    }
  }

  @Override
  public void handle(RoutingContext context) {
    answer(context, context.statusCode());
  }

  private static void answer(RoutingContext context, int status) {
    HttpServerResponse response = context.response();
    if (status >= 500 && context.failure() != null) {
      LOG.error(
          "{} {} failed unexpectedly",
          context.request().method(),
          context.request().path(),
          context.failure());
    }
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // The client learns that the answer is incomplete only when it breaks off.
      breakOff(context);
      return;
    }
    response.headers().clear();
    for (Cookie cookie : Set.copyOf(context.request().cookies())) {
      response.removeCookie(cookie.getName(), false);
    }
    SecurityHeaders.addTo(context);
    response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, "no-store").end();
  }

  private static void breakOff(RoutingContext context) {
    if (context.request().version() == HttpVersion.HTTP_2) {
      context.response().reset(INTERNAL_ERROR);
    } else {
      context.request().connection().close();
    }
  }
}
