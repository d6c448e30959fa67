package app.durus.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes an HTTP/1 connection when the head of a request takes longer than the limit, counted from
 * its first byte, however steadily the bytes drip in. A connection that turns out to be HTTP/2 is
 * left alone: its frames are bounded by Netty.
 */
final class HeadTimeout extends ChannelInboundHandlerAdapter {

  private enum State {
    /** Between two requests, or before the first one. */
    WAITING,
    HEAD,
    BODY,
    HTTP_2
  }

  private final long limitNanos;
  private State state = State.WAITING;
  private long headBeganNanos;
  private boolean watched;
  private boolean timing;

  HeadTimeout(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!watched) {
      // Vert.x's handler is the last one. It is replaced once the protocol is known, in its place,
      // and the decoders are put before it: whatever they make of the bytes passes here.
      watched = true;
      ChannelPipeline pipeline = context.pipeline();
      pipeline.addBefore(pipeline.lastContext().name(), null, new Requests());
    }
    if (state == State.WAITING) {
      state = State.HEAD;
      headBeganNanos = System.nanoTime();
      if (!timing) {
        checkIn(context, limitNanos);
      }
    }
    context.fireChannelRead(message);
  }

  /** One timer a connection, not one a request: while requests come in time it only looks. */
  private void checkIn(ChannelHandlerContext context, long nanos) {
    timing = true;
    context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
  }

  private void check(ChannelHandlerContext context) {
    timing = false;
    if (state != State.HEAD || !context.channel().isActive()) {
      return;
    }
    long leftNanos = limitNanos - (System.nanoTime() - headBeganNanos);
    if (leftNanos <= 0) {
      context.channel().close();
    } else {
      checkIn(context, leftNanos);
    }
  }

  /** Sees where requests begin and end. */
  private final class Requests extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest) {
        state = State.BODY;
      }
      if (message instanceof LastHttpContent) {
        state = State.WAITING;
      } else if (!(message instanceof HttpObject)) {
        state = State.HTTP_2;
      }
      context.fireChannelRead(message);
    }
  }
}
