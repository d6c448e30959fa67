package app.durus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Bounds the requests in flight of each client, on all paths: over HTTP/2 a connection carries many
 * at once, and behind a trusted proxy it says nothing of how many clients there are. What a trusted
 * proxy asks without naming a client passes.
 */
public final class RequestsPerClient implements Handler<RoutingContext> {

  private static final String RETRY_SECONDS = "2";

  private final ConcurrencyLimit<ClientAddress> clients;
  private final TrustedProxies proxies;

  /**
   * @param clients shared by all event loops of a process
   */
  public RequestsPerClient(ConcurrencyLimit<ClientAddress> clients, TrustedProxies proxies) {
    this.clients = clients;
    this.proxies = proxies;
  }

  @Override
  public void handle(RoutingContext context) {
    boolean forwarded = context.request().headers().contains(ForwardedHeaders.FOR);
    if (!forwarded && proxies.trusts(context.request().remoteAddress())) {
      context.next();
      return;
    }
    Optional<ConcurrencyLimit<ClientAddress>.Admission> admission =
        clients.admit(ClientAddress.of(context));
    if (admission.isEmpty()) {
      context
          .response()
          .setStatusCode(503)
          .putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end();
      return;
    }
    context.addEndHandler(ended -> admission.get().close());
    context.next();
  }
}
