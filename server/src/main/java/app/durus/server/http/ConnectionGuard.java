package app.durus.server.http;

import app.durus.server.http.proxy.TrustedProxies;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Bounds the connections of each listening socket of a {@link Vertx}: their number in total and by
 * address, how long one may be idle, and how long the head of a request may take. A connection over
 * a bound is closed when it is accepted.
 */
public final class ConnectionGuard {

  private final HttpLimits limits;
  private final TrustedProxies proxies;
  private final List<ConnectionCount> counts = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  public ConnectionGuard(HttpLimits limits, TrustedProxies proxies) {
    this.limits = limits;
    this.proxies = proxies;
  }

  /**
   * Starts event loops whose listening sockets are guarded.
   *
   * @param builder of the {@link Vertx}, without a transport
   * @param transport carries all connections
   */
  public Vertx start(VertxBuilder builder, Transport transport) {
    return builder.withTransport(new GuardedTransport(transport, this::guard)).build();
  }

  /** The proxies whose connections are not counted by address. */
  public TrustedProxies proxies() {
    return proxies;
  }

  /** Whether a listening socket accepts no further connection, except from trusted proxies. */
  public boolean isExhausted() {
    return counts.stream().anyMatch(ConnectionCount::isExhausted);
  }

  /**
   * Accepts no further connection. Call it before the servers stop: Netty warns, with a stack
   * trace, of each connection that arrives when the last event loop has left and the listening
   * socket is still there.
   */
  public void refuse() {
    refusing = true;
  }

  private void guard(ServerBootstrap bootstrap) {
    ConnectionCount count = new ConnectionCount(limits, proxies);
    counts.add(count);
    bootstrap.handler(new Acceptor(count));
  }

  /** Sees each accepted connection before Vert.x does. */
  private final class Acceptor extends ChannelInboundHandlerAdapter {

    private final ConnectionCount count;

    Acceptor(ConnectionCount count) {
      this.count = count;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      Channel connection = (Channel) message;
      if (refusing) {
        connection.unsafe().closeForcibly();
        return;
      }
      if (!(connection.remoteAddress() instanceof InetSocketAddress peer)) {
        connection.unsafe().closeForcibly(); // The client has gone already.
        return;
      }
      InetAddress address = peer.getAddress();
      if (!count.enter(address)) {
        connection.unsafe().closeForcibly();
        return;
      }
      connection.closeFuture().addListener(closed -> count.leave(address));
      connection
          .pipeline()
          .addLast(new IdleTimeout(limits.idle()))
          .addLast(new HeadTimeout(limits.head()));
      context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
      counts.remove(count);
      super.channelInactive(context);
    }
  }
}
