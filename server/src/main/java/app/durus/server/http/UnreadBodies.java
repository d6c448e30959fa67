package app.durus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Discards the bodies of requests that nobody reads, up to a bound. A caller who is still sending
 * can then read the answer and keep the connection. A caller who sends more than 4 MiB, or for
 * longer than 30 s, is cut off. Over HTTP/2 the stream ends with the answer. As a handler it does
 * so for all routes behind it.
 */
public final class UnreadBodies implements Handler<RoutingContext> {

  private static final int MAX_BYTES = 4 * 1024 * 1024;
  static final Duration MAX_TIME = Duration.ofSeconds(30);

  /** HTTP/2's error code for a request that is answered before its end has arrived. */
  private static final long NO_ERROR = 0;

  private final Deadlines deadlines;

  public UnreadBodies(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      discard(request, deadlines);
      context.addEndHandler(ended -> endStream(request));
    }
    context.next();
  }

  /**
   * Ends an HTTP/2 stream whose answer has left before the end of its request arrived. Otherwise a
   * client that never ends the request would keep the stream open (RFC 9113, section 8.1). Does
   * nothing over HTTP/1, or when the request has ended.
   */
  public static void endStream(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2 && !request.isEnded()) {
      request.response().reset(NO_ERROR);
    }
  }

  /** Replaces the request's handlers. */
  public static void discard(HttpServerRequest request, Deadlines deadlines) {
    discard(request, deadlines, MAX_TIME);
  }

  /**
   * The same.
   *
   * @param maxTime after which a request that is still being sent is cut off
   */
  static void discard(HttpServerRequest request, Deadlines deadlines, Duration maxTime) {
    if (request.isEnded()) {
      return;
    }
    Deadlines.Deadline deadline = deadlines.in(maxTime, () -> CutOff.of(request));
    long[] discardedBytes = {0};
    request.handler(
        part -> {
          discardedBytes[0] += part.length();
          if (discardedBytes[0] > MAX_BYTES) {
            CutOff.of(request);
          }
        });
    request.endHandler(end -> deadline.cancel());
    request.exceptionHandler(broken -> deadline.cancel());
  }
}
