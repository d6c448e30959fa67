package app.durus.server.observability;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers {@code GET /health} and {@code /health/ready} with 200 when the server is ready, and with
 * 503 when its database does not work for requests, or when it is about to stop. It uses what the
 * last check found, so the answer does not wait for the database. {@code /health/live} says only
 * that the process lives.
 */
public final class HealthHandler implements Handler<RoutingContext> {

  private final Supplier<Optional<String>> trouble;
  private final BooleanSupplier stopping;

  /**
   * @param trouble what keeps requests from the database; empty when nothing does. Called at each
   *     request; must return at once
   * @param stopping whether the process was told to stop; likewise
   */
  public HealthHandler(Supplier<Optional<String>> trouble, BooleanSupplier stopping) {
    this.trouble = trouble;
    this.stopping = stopping;
  }

  /** Whether requests should be sent here. */
  public boolean isReady() {
    return trouble.get().isEmpty() && !stopping.getAsBoolean();
  }

  @Override
  public void handle(RoutingContext context) {
    answer(
        context.response(),
        isReady() ? 200 : 503,
        new JsonObject()
            .put("server", stopping.getAsBoolean() ? "stopping" : "up")
            .put("database", trouble.get().isEmpty() ? "up" : "down"));
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
