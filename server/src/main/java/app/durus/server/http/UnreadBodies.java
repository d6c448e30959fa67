package app.durus.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Throws away the bodies of requests that nobody reads, up to a bound: a caller who is still
 * sending gets to read the answer and can go on with the same connection. One that sends more than
 * 4 MiB or for longer than 30 s is cut off. Over HTTP/2 the stream ends with the answer. As a
 * handler it does so for all routes behind it.
 */
public final class UnreadBodies implements Handler<RoutingContext> {

  private static final int MAX_BYTES = 4 * 1024 * 1024;
  static final Duration MAX_TIME = Duration.ofSeconds(30);

  /** HTTP/2's error code for a request that is answered before it was sent to its end. */
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
   * Ends an HTTP/2 stream whose answer has left before its request came to an end: a client that
   * never ends it would keep it open (RFC 9113, section 8.1). Does nothing over HTTP/1, or to a
   * request that has ended.
   */
  public static void endStream(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2 && !request.isEnded()) {
      request.response().reset(NO_ERROR);
    }
  }

  /** Takes the request's handlers. */
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
