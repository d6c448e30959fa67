package app.durus.server.observability;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers {@code GET /health} and {@code /health/ready} with 200 when the server is ready, and with
 * 503 when its database does not work for requests. It uses what the last check found, so the
 * answer does not wait for the database. {@code /health/live} says only that the process lives.
 */
public final class HealthHandler implements Handler<RoutingContext> {

  private final Supplier<Optional<String>> trouble;

  /**
   * @param trouble what keeps requests from the database; empty when nothing does. Called at each
   *     request; must return at once
   */
  public HealthHandler(Supplier<Optional<String>> trouble) {
    this.trouble = trouble;
  }

  @Override
  public void handle(RoutingContext context) {
    boolean up = trouble.get().isEmpty();
    answer(
        context.response(),
        up ? 200 : 503,
        new JsonObject().put("server", "up").put("database", up ? "up" : "down"));
  }

  /** Answers {@code GET /health/live}. */
  public static void live(RoutingContext context) {
    answer(context.response(), 200, new JsonObject().put("server", "up"));
  }

  private static void answer(HttpServerResponse response, int status, JsonObject body) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.encode());
  }
}
