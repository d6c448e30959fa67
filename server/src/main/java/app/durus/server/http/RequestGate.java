package app.durus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
 *
 * <p>One serves one event loop.
 */
public final class RequestGate implements Handler<HttpServerRequest> {

  private final MessageFraming framing = new MessageFraming();
  private final ForwardedHeaders forwarded;
  private final Handler<HttpServerRequest> router;

  /** What comes on these is no request any more. */
  private final Set<HttpConnection> closing = ConcurrentHashMap.newKeySet();

  /**
   * @param router must allow the {@code X_FORWARD} headers, which are reliable behind this gate
   */
  public RequestGate(TrustedProxies proxies, Handler<HttpServerRequest> router) {
    this.forwarded = new ForwardedHeaders(proxies);
    this.router = router;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!closing.isEmpty() && closing.contains(request.connection())) {
      return;
    }
    if (!framing.isClear(request)) {
      refuse(request);
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

  private void refuse(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(400);
    if (request.version() == HttpVersion.HTTP_2) {
      response.end();
      response.reset();
    } else {
      // What is behind it in the same packet comes before the connection ends.
      HttpConnection connection = request.connection();
      closing.add(connection);
      connection.closeHandler(closed -> closing.remove(connection));
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).end();
      connection.close();
    }
  }
}
