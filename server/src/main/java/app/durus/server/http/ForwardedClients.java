package app.durus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Bounds the requests in flight of each client behind a trusted proxy, whose connections say
 * nothing of how many clients there are. Others pass: their connections are bounded.
 */
public final class ForwardedClients implements Handler<RoutingContext> {

  private final CallerBudget clients;

  /**
   * @param inFlight requests of one client; shared by all event loops of a process
   */
  public static CallerBudget bound(int inFlight) {
    return new CallerBudget(Long.MAX_VALUE, inFlight);
  }

  public ForwardedClients(CallerBudget clients) {
    this.clients = clients;
  }

  @Override
  public void handle(RoutingContext context) {
    String client = context.request().getHeader(ForwardedHeaders.FOR);
    InetAddress address = client == null ? null : TrustedProxies.addressOf(client);
    if (address == null) {
      context.next();
      return;
    }
    Optional<CallerBudget.Call> begun = clients.begin(ClientNetwork.of(address));
    if (begun.isEmpty()) {
      context
          .response()
          .setStatusCode(503)
          .putHeader(HttpHeaders.RETRY_AFTER, "2")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end();
      return;
    }
    context.addEndHandler(ended -> begun.get().close());
    context.next();
  }
}
