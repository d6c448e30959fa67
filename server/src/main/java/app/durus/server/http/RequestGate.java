package app.durus.server.http;

import app.durus.server.http.proxy.ForwardedHeaders;
import app.durus.server.http.proxy.TrustedProxies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The checks that every request passes before it is routed.
 *
 * <ol>
 *   <li>A request whose end or host two programs could read differently is refused, and its
 *       connection is closed (see {@link MessageFraming}).
 *   <li>It gets an id (see {@link RequestId}).
 *   <li>Forwarded headers of untrusted proxies are removed (see {@link ForwardedHeaders}).
 *   <li>The next request of an HTTP/1 connection waits while the client has not read earlier
 *       answers. Otherwise a client that sends and never reads would fill the memory.
 * </ol>
 *
 * <p>One instance serves one event loop.
 */
public final class RequestGate implements Handler<HttpServerRequest> {

  private final MessageFraming framing = new MessageFraming();
  private final TrustedProxies proxies;
  private final ForwardedHeaders forwarded;
  private final Handler<HttpServerRequest> router;

  /** Further requests on these connections are ignored. */
  private final Set<HttpConnection> closing = ConcurrentHashMap.newKeySet();

  /**
   * @param router must allow the {@code X_FORWARD} headers; behind this gate they are reliable
   */
  public RequestGate(TrustedProxies proxies, Handler<HttpServerRequest> router) {
    this.proxies = proxies;
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
    RequestId.begin(request, proxies);
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
      // Requests that follow in the same packet arrive before the connection has ended.
      HttpConnection connection = request.connection();
      closing.add(connection);
      connection.closeHandler(closed -> closing.remove(connection));
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).end();
      connection.close();
    }
  }
}
