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
 * The transport of {@code java.nio}, with client connections that end when we close them.
 *
 * <p>The PostgreSQL driver answers every attempt to close its channel, that of the idle timeout
 * too, with the protocol's word of parting and with the end of its output; then it waits for the
 * server to close. From a server that is gone, or behind a network that swallows everything, that
 * never comes: the connection keeps its place in the pool for ever, and no pool can be closed. So a
 * channel whose output has ended is closed here a moment later, and one whose output does not leave
 * is closed too.
 */
final class AbruptCloseTransport implements io.vertx.core.transport.Transport {

  /** For the server to close by itself, as it does when it is there. */
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

  /** Everything is the other transport's but the beginning of a client's pipeline. */
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
    @SuppressWarnings("deprecation") // Vert.x's interface names the type.
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return nio.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
      return nio.serverChannelFactory(domainSocket);
    }
  }

  /** Of one channel. */
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

    /** Only the time since the last write is watched; this is not told to other handlers. */
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

    /** Past every handler, none of which could wait for the other side then. */
    private static void cut(ChannelHandlerContext context) {
      ChannelHandlerContext first = context.pipeline().firstContext();
      if (first != null) {
        first.close();
      }
    }
  }
}
