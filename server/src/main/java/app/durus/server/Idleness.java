package app.durus.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections on which nothing moves. Vert.x counts a write once it is whole, and sends files
 * in pieces of a mebibyte: of whom takes longer than the limit for one, it would take a slow
 * network for none. Here every byte that the network takes counts.
 */
final class Idleness {

  /** As Vert.x names what it adds to a connection for {@link HttpServerOptions#setIdleTimeout}. */
  private static final String HANDLER = "idle";

  private final Duration limit;

  /**
   * @param limit without a byte in either direction; an answer that is stuck on its way is given up
   *     after twice as long at the latest
   */
  Idleness(Duration limit) {
    this.limit = limit;
  }

  HttpServerOptions limit(HttpServerOptions options) {
    return options
        .setIdleTimeout(Math.toIntExact(limit.toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  /** To be called before the server listens; takes its handler of connections. */
  HttpServer watch(HttpServer server) {
    return server.connectionHandler(this::watch);
  }

  /** By what Vert.x keeps to itself: {@code IdlenessTest} tells when it is no longer so. */
  private void watch(HttpConnection connection) {
    ChannelPipeline pipeline =
        ((HttpServerConnection) connection).channelHandlerContext().pipeline();
    pipeline.replace(HANDLER, HANDLER, new ByProgress(limit));
  }

  private static final class ByProgress extends IdleStateHandler {

    ByProgress(Duration limit) {
      super(true, 0, 0, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event)
        throws Exception {
      // The first of them compares with nothing yet: only the next tells whether an answer moves.
      if (!event.isFirst() || !isAnswering(context)) {
        super.channelIdle(context, event);
      }
    }

    private static boolean isAnswering(ChannelHandlerContext context) {
      ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
      return waiting != null && waiting.current() != null;
    }
  }
}
