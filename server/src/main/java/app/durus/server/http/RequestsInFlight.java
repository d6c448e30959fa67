package app.durus.server.http;

import app.durus.server.http.proxy.ClientAddress;
import app.durus.server.http.proxy.ForwardedHeaders;
import app.durus.server.http.proxy.TrustedProxies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the requests in flight on all paths, in total and by client. Counting connections is not
 * enough: an HTTP/2 connection carries many requests at once, and a proxy's connection carries
 * those of many clients. A request of a trusted proxy that names no client counts only in the
 * total. Thread-safe; one instance serves all event loops.
 */
public final class RequestsInFlight implements Handler<RoutingContext> {

  private static final String RETRY_SECONDS = "2";

  private final int maxTotal;
  private final TrustedProxies proxies;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrencyLimit<ClientAddress> clients;

  /**
   * @param limits bound requests by the same numbers as connections
   */
  public RequestsInFlight(HttpLimits limits, TrustedProxies proxies) {
    this.maxTotal = limits.connections();
    this.clients = new ConcurrencyLimit<>(limits.connectionsPerAddress());
    this.proxies = proxies;
  }

  /** Whether no further request is admitted. */
  public boolean isExhausted() {
    return total.get() >= maxTotal;
  }

  /** The number of clients with requests in flight. For tests. */
  int clients() {
    return clients.callers();
  }

  @Override
  public void handle(RoutingContext context) {
    if (total.incrementAndGet() > maxTotal) {
      total.decrementAndGet();
      refuse(context.request());
      return;
    }
    if (isNamelessProxy(context.request())) {
      context.addEndHandler(ended -> total.decrementAndGet());
      context.next();
      return;
    }
    Optional<ConcurrencyLimit<ClientAddress>.Admission> admission =
        clients.admit(ClientAddress.of(context));
    if (admission.isEmpty()) {
      total.decrementAndGet();
      refuse(context.request());
      return;
    }
    context.addEndHandler(
        ended -> {
          total.decrementAndGet();
          admission.get().close();
        });
    context.next();
  }

  private boolean isNamelessProxy(HttpServerRequest request) {
    return !request.headers().contains(ForwardedHeaders.FOR)
        && proxies.trusts(request.remoteAddress());
  }

  private static void refuse(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(503)
        .putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end()
        .onComplete(left -> UnreadBodies.endStream(request));
  }
}
