package app.durus.server.observability;

import app.durus.server.http.BasePath;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.LoggerFormat;
import io.vertx.ext.web.handler.LoggerHandler;
import java.util.Locale;

/**
 * A line of the log for each answered request, by Vert.x's own handler: the client's address,
 * method, path with {@code BASE_PATH}, HTTP version, status, bytes of the body, and milliseconds.
 * An answer of 400 or more is a warning, of 500 or more an error.
 *
 * <p>Queries are left out, because links of the operator have codes in them.
 */
public final class AccessLog {

  /** The logger of Vert.x's handler. */
  static final String LOGGER = "io.vertx.ext.web.handler.LoggerHandler";

  private AccessLog() {}

  /** A handler for all paths. Mount it before the handlers that answer. */
  public static Handler<RoutingContext> handler() {
    return LoggerHandler.create(LoggerFormat.CUSTOM).customFormatter(AccessLog::line);
  }

  private static String line(RoutingContext context, long tookMs) {
    HttpServerRequest request = context.request();
    SocketAddress client = request.remoteAddress();
    return String.format(
        Locale.ROOT,
        "%s %s %s %s %d %d B %d ms",
        client == null ? "-" : client.hostAddress(),
        request.method(),
        BasePath.of(context).absolute(request.path()),
        request.version(),
        context.response().getStatusCode(),
        context.response().bytesWritten(),
        tookMs);
  }
}
