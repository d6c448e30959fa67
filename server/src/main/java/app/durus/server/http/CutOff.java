package app.durus.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Ends one request that cannot be answered any more. Over HTTP/2 it resets only the stream, because
 * a proxy may send other clients' requests over the same connection. Over HTTP/1 it closes the
 * connection: nothing else tells the client, and no other request uses it.
 */
public final class CutOff {

  private static final long CANCEL = 8;

  private CutOff() {}

  /** Thread-safe. Does nothing when the request has ended. */
  public static void of(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(CANCEL);
    } else {
      request.connection().close();
    }
  }
}
