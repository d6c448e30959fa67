package app.durus.server.observability;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code GET /health}: that there is an answer says that the process lives; 200 says that
 * it is ready, because the database answers within 2 s; 503 says that it is not.
 */
public final class HealthHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(HealthHandler.class);
  private static final int PATIENCE_SECONDS = 2;

  private final Pool pool;

  public HealthHandler(Pool pool) {
    this.pool = pool;
  }

  @Override
  public void handle(RoutingContext context) {
    pool.query("SELECT 1")
        .execute()
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .onSuccess(rows -> answer(context.response(), 200, "up"))
        .onFailure(
            cause -> {
              LOG.warn("The database does not answer: {}", cause.toString());
              answer(context.response(), 503, "down");
            });
  }

  private static void answer(HttpServerResponse response, int status, String database) {
    if (response.closed()) {
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(new JsonObject().put("server", "up").put("database", database).encode());
  }
}
