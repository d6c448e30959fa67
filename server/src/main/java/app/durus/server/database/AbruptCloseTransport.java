package app.durus.server.database;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The NIO transport, with client connections that end even when the server does not close them.
 *
 * <p>When its channel is closed, also by the idle timeout, the PostgreSQL driver sends a Terminate
 * message, shuts down its output and waits for the server to close. A server that is gone, or
 * behind a network that drops everything, never does. Then the connection would stay in the pool
 * for ever, and no pool could be closed. So this transport closes a channel shortly after its
 * output was shut down, and a channel whose output cannot be sent.
 */
final class AbruptCloseTransport implements io.vertx.core.transport.Transport {

  /** How long a reachable server has to close the connection itself. */
  private static final long PARTING_MS = 500;

  private final Transport nio = new Cutting(io.vertx.core.transport.Transport.NIO.implementation());

  @Override
  public String name() {
    return io.vertx.core.transport.Transport.NIO.name();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    return null;
  }

  @Override
  public Transport implementation() {
    return nio;
  }

  /** Delegates everything but the beginning of a client's pipeline. */
  private record Cutting(Transport nio) implements Transport {

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
      ChannelFactory<? extends Channel> factory = nio.channelFactory(domainSocket);
      return () -> {
        Channel channel = factory.newChannel();
        channel.pipeline().addFirst("cutter", new Cutter());
        return channel;
      };
    }

    @Override
    public boolean supportsDomainSockets() {
      return nio.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
      return nio.supportFileRegion();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
      return nio.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
      return nio.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return nio.ioHandlerFactory();
    }

    @Override
    public DatagramChannel datagramChannel() {
      return nio.datagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x's interface requires this deprecated type.
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return nio.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return nio.serverChannelFactory(domainSocket);
    }
  }

  /** Closes one channel. */
  private static final class Cutter extends IdleStateHandler {

    Cutter() {
      super(0, DatabaseTimeouts.SILENCE.toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event == ChannelOutputShutdownEvent.INSTANCE) {
        context.executor().schedule(() -> cut(context), PARTING_MS, TimeUnit.MILLISECONDS);
      }
      super.userEventTriggered(context, event);
    }

    /** Watches only the time since the last write. The event is not passed to other handlers. */
    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      if (event.state() == IdleState.WRITER_IDLE && isStuck(context.channel())) {
        cut(context);
      }
    }

    private static boolean isStuck(Channel channel) {
      long room = channel.config().getWriteBufferHighWaterMark();
      return !channel.isWritable() || channel.bytesBeforeUnwritable() < room;
    }

    /** Closes the channel past all handlers, so that none of them can wait for the server. */
    private static void cut(ChannelHandlerContext context) {
      ChannelHandlerContext first = context.pipeline().firstContext();
      if (first != null) {
        first.close();
      }
    }
  }
}
