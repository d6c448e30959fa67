package app.durus.server.database;

import app.durus.server.transport.ForwardingTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/**
 * The transport of {@code java.nio}, with client connections that are closed although the other
 * side does not answer.
 *
 * <p>The PostgreSQL driver does not close a channel at once, not even when its idle timeout asks
 * for it. It sends the protocol's terminate message, ends its output, and waits for the server to
 * close. A server that is gone, or that is behind a network that drops all packets, never closes.
 * Such a connection would keep its place in the pool for ever, and the pool could not be closed.
 * This transport therefore closes a channel a moment after its output has ended, and a channel
 * whose output is stuck.
 */
final class AbruptCloseTransport extends ForwardingTransport {

  /** The time that a server has to close the channel by itself, which a healthy server does. */
  private static final long GRACE_MS = 500;

  AbruptCloseTransport() {
    super(NIO);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    ChannelFactory<? extends Channel> factory = super.channelFactory(domainSocket);
    return () -> {
      Channel channel = factory.newChannel();
      channel.pipeline().addFirst("closer", new Closer());
      return channel;
    };
  }

  /** Watches one channel. */
  private static final class Closer extends IdleStateHandler {

    Closer() {
      super(0, DatabaseTimeouts.SILENCE.toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event == ChannelOutputShutdownEvent.INSTANCE) {
        context.executor().schedule(() -> close(context), GRACE_MS, TimeUnit.MILLISECONDS);
      }
      super.userEventTriggered(context, event);
    }

    /** The event is not passed on: other handlers have idle timeouts of their own. */
    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      if (event.state() == IdleState.WRITER_IDLE && isStuck(context.channel())) {
        close(context);
      }
    }

    private static boolean isStuck(Channel channel) {
      long room = channel.config().getWriteBufferHighWaterMark();
      return !channel.isWritable() || channel.bytesBeforeUnwritable() < room;
    }

    /** Closes from the first handler on, so that no other handler can wait for the other side. */
    private static void close(ChannelHandlerContext context) {
      ChannelHandlerContext first = context.pipeline().firstContext();
      if (first != null) {
        first.close();
      }
    }
  }
}
