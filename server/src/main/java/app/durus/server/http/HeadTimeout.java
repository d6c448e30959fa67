package app.durus.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes an HTTP/1 connection when the head of a request takes longer than the limit, counted from
 * its first byte, even if bytes keep arriving. It leaves HTTP/2 connections alone, because Netty
 * bounds their frames.
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
  private boolean protocolKnown;
  private boolean timing;

  HeadTimeout(Duration limit) {
    this.limitNanos = limit.toNanos();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (state == State.WAITING) {
      state = State.HEAD;
      headBeganNanos = System.nanoTime();
      if (!timing) {
        checkIn(context, limitNanos);
      }
    }
    if (protocolKnown || !(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
    } else {
      begin(context, bytes);
    }
  }

  /**
   * Vert.x adds its decoder to the pipeline while it reads the first bytes, which tell HTTP/1 from
   * HTTP/2. This method passes bytes on one by one until the decoder is there. The decoder then has
   * not seen a whole head yet, so even the first request can be watched.
   */
  private void begin(ChannelHandlerContext context, ByteBuf bytes) {
    ChannelPipeline pipeline = context.pipeline();
    while (!protocolKnown && bytes.isReadable()) {
      context.fireChannelRead(bytes.readRetainedSlice(1));
      if (pipeline.get(HttpRequestDecoder.class) != null) {
        protocolKnown = true;
        pipeline.addBefore(pipeline.lastContext().name(), null, new Requests());
      } else if (pipeline.get(Http2ConnectionHandler.class) != null) {
        protocolKnown = true;
        state = State.HTTP_2;
      }
    }
    if (bytes.isReadable()) {
      context.fireChannelRead(bytes);
    } else {
      bytes.release();
    }
  }

  /** One timer for the connection. A timer for each request would cost more. */
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
      context.close();
    } else {
      checkIn(context, leftNanos);
    }
  }

  /** Follows where requests begin and end. */
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
