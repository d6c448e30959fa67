package app.durus.server.http;

import app.durus.server.http.proxy.TrustedProxies;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The HTTP server of one event loop, over HTTP/1.1 and HTTP/2, in clear text or over TLS. */
public final class AppServer {

  /**
   * Netty closes a whole connection on which more streams are reset than this. A proxy sends the
   * departures of all its clients over one connection, so Vert.x's default of 200 in 30 s would
   * also cut off clients that did nothing wrong.
   */
  private static final int STREAM_RESETS_PER_WINDOW = 3_000;

  private static final int WINDOW_SECONDS = 30;

  /**
   * HTTP/2 streams of a connection at once. A page needs few at a time, and a burst on one
   * connection delays the other connections of its event loop.
   */
  private static final int STREAMS_PER_CONNECTION = 32;

  private AppServer() {}

  /** As {@link #create(Vertx, String, int, TrustedProxies, Optional, Router)}, in clear text. */
  public static HttpServer create(
      Vertx vertx, String host, int port, TrustedProxies proxies, Router router) {
    return create(vertx, host, port, proxies, Optional.empty(), router);
  }

  /**
   * Creates a server that does not listen yet.
   *
   * @param host the address to bind: IPv4, IPv6, or a name
   * @param port 0 for any free port
   * @param certificate empty for clear text
   */
  public static HttpServer create(
      Vertx vertx,
      String host,
      int port,
      TrustedProxies proxies,
      Optional<KeyCertOptions> certificate,
      Router router) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(STREAMS_PER_CONNECTION))
            .setHost(host)
            .setPort(port)
            .setHttp2RstFloodMaxRstFramePerWindow(STREAM_RESETS_PER_WINDOW)
            .setHttp2RstFloodWindowDuration(WINDOW_SECONDS)
            .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
            // The app uses no web sockets.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    certificate.ifPresent(key -> options.setSsl(true).setKeyCertOptions(key).setUseAlpn(true));
    router.allowForward(AllowForwardHeaders.X_FORWARD);
    return vertx.createHttpServer(options).requestHandler(new RequestGate(proxies, router));
  }
}
