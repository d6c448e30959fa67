package app.durus.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Ends one request that cannot come to a good end. Over HTTP/2 only its stream is reset: the
 * connection may be a proxy's and carry requests of others. Over HTTP/1 the connection carries
 * nothing else, and nothing else tells the client.
 */
public final class CutOff {

  private static final long CANCEL = 8;

  private CutOff() {}

  /** Thread-safe; does nothing to a request that has ended. */
  public static void of(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(CANCEL);
    } else {
      request.connection().close();
    }
  }
}
