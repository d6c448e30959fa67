package app.durus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Answers {@code /health} with 503 and {@code "reason": "overloaded"} while this instance has no
 * room for more work. A load balancer then sends new listeners elsewhere.
 */
public final class Overload implements Handler<RoutingContext> {

  private static final int RETRY_SECONDS = 5;

  private final List<BooleanSupplier> exhausted;

  /**
   * @param exhausted each returns true while a bound is reached
   */
  public Overload(BooleanSupplier... exhausted) {
    this.exhausted = List.of(exhausted);
  }

  /** Whether a bound is reached now. */
  public boolean isOverloaded() {
    return exhausted.stream().anyMatch(BooleanSupplier::getAsBoolean);
  }

  @Override
  public void handle(RoutingContext context) {
    if (!isOverloaded()) {
      context.next();
      return;
    }
    context
        .response()
        .setStatusCode(503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_SECONDS))
        .end(new JsonObject().put("server", "up").put("reason", "overloaded").encode());
  }
}
