package app.durus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.OptionalInt;

/**
 * What every request passes before it is routed, on any path.
 *
 * <ol>
 *   <li>A request whose end or whose host two programs could read differently is refused, and the
 *       connection closed (see {@link MessageFraming}).
 *   <li>What untrusted proxies say is dropped (see {@link ForwardedHeaders}).
 *   <li>While earlier answers on the same HTTP/1 connection wait for the client to read them, the
 *       next request waits, too. Otherwise a client that sends and never reads fills the memory.
 * </ol>
 */
public final class RequestGate implements Handler<HttpServerRequest> {

  private final ForwardedHeaders forwarded;
  private final Handler<HttpServerRequest> router;

  /**
   * @param router must allow the {@code X_FORWARD} headers, which are reliable behind this gate
   */
  public RequestGate(TrustedProxies proxies, Handler<HttpServerRequest> router) {
    this.forwarded = new ForwardedHeaders(proxies);
    this.router = router;
  }

  @Override
  public void handle(HttpServerRequest request) {
    OptionalInt refused = MessageFraming.refusalOf(request);
    if (refused.isPresent()) {
      refuse(request, refused.getAsInt());
      return;
    }
    forwarded.reduce(request);
    HttpServerResponse response = request.response();
    if (request.version() != HttpVersion.HTTP_2 && response.writeQueueFull()) {
      request.pause();
      response.drainHandler(
          read -> {
            response.drainHandler(null);
            request.resume();
            router.handle(request);
          });
    } else {
      router.handle(request);
    }
  }

  private static void refuse(HttpServerRequest request, int status) {
    HttpServerResponse response = request.response().setStatusCode(status);
    if (request.version() == HttpVersion.HTTP_2) {
      response.end();
      response.reset();
    } else {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).end();
      request.connection().close();
    }
  }
}
