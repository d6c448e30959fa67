package app.durus.server.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no byte has moved for the limit, at the latest after one and a half
 * times the limit.
 *
 * <p>Vert.x's idle timer resets once per finished write, and files are sent in writes of 1 MiB. A
 * client that needs longer than the limit for 1 MiB would be cut off although bytes are flowing.
 * Here each byte that the network takes counts. Record 0037 says why it is not Netty's handler.
 */
final class IdleTimeout extends ChannelDuplexHandler {

  private static final int CHECKS_PER_LIMIT = 2;

  private final long checkMs;
  private boolean moved;
  private int quietChecks;
  private long pendingBytes;
  private long sentOfPiece;
  private int piece;
  private @Nullable Future<?> checks;

  IdleTimeout(Duration limit) {
    this.checkMs = Math.max(1, limit.toMillis() / CHECKS_PER_LIMIT);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    checks =
        context
            .executor()
            .scheduleAtFixedRate(() -> check(context), checkMs, checkMs, TimeUnit.MILLISECONDS);
    super.channelActive(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    if (checks != null) {
      checks.cancel(false);
    }
    super.channelInactive(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    moved = true;
    context.fireChannelRead(message);
  }

  /** A new write follows only when earlier ones have left, so it shows that bytes moved. */
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    moved = true;
    context.write(message, promise);
  }

  private void check(ChannelHandlerContext context) {
    boolean progressed = progressed(context.channel().unsafe().outboundBuffer());
    if (moved || progressed) {
      moved = false;
      quietChecks = 0;
      return;
    }
    quietChecks++;
    if (quietChecks >= CHECKS_PER_LIMIT) {
      // Vert.x's handler would first send the bytes that wait, and those are stuck. Skip it.
      context.close();
    }
  }

  private boolean progressed(@Nullable ChannelOutboundBuffer waiting) {
    if (waiting == null) {
      return false;
    }
    int nowPiece = System.identityHashCode(waiting.current());
    long nowPending = waiting.totalPendingWriteBytes();
    long nowSent = waiting.currentProgress();
    boolean changed = nowPiece != piece || nowPending != pendingBytes || nowSent != sentOfPiece;
    piece = nowPiece;
    pendingBytes = nowPending;
    sentOfPiece = nowSent;
    return changed;
  }
}
