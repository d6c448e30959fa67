package app.durus.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/** The HTTP server of one event loop, over HTTP/1.1 and HTTP/2 in clear text. */
public final class AppServer {

  /**
   * Netty ends a whole connection on which more streams are reset than this. Behind a proxy all its
   * clients' departures come on one connection, so that Vert.x's 200 in 30 s hit the innocent.
   */
  private static final int STREAM_RESETS_PER_WINDOW = 3_000;

  private static final int WINDOW_SECONDS = 30;

  /**
   * HTTP/2 streams of a connection at once. A page asks for few at a time, and what one connection
   * sends in one burst keeps an event loop from its other connections.
   */
  private static final int STREAMS_PER_CONNECTION = 32;

  private AppServer() {}

  /**
   * Not listening yet.
   *
   * @param host the address to bind, IPv4 or IPv6, or a name of one
   * @param port 0 for any that is free
   */
  public static HttpServer create(
      Vertx vertx, String host, int port, TrustedProxies proxies, Router router) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS_PER_CONNECTION))
            .setHost(host)
            .setPort(port)
            .setHttp2RstFloodMaxRstFramePerWindow(STREAM_RESETS_PER_WINDOW)
            .setHttp2RstFloodWindowDuration(WINDOW_SECONDS)
            .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
            // There are no web sockets here.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    router.allowForward(AllowForwardHeaders.X_FORWARD);
    return vertx.createHttpServer(options).requestHandler(new RequestGate(proxies, router));
  }
}
