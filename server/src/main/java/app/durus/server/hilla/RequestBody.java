package app.durus.server.hilla;

import app.durus.server.errors.RequestError;
import app.durus.server.http.CallerBudget;
import app.durus.server.http.CutOff;
import app.durus.server.http.Deadlines;
import app.durus.server.http.UnreadBodies;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Reads a request's body up to a bound (R14), within a deadline that a slow line can keep, and
 * within the caller's share of memory. Bytes beyond a bound are discarded. A caller who is still
 * sending can then read the refusal and keep the connection; one that does not stop loses it.
 */
final class RequestBody {

  /** The bound for a signed-in listener's body. */
  static final int MAX_SIZE_BYTES = 256 * 1024;

  /** The bound for the body of a caller who is not signed in: a name and a password. */
  static final int MAX_STRANGER_SIZE_BYTES = 8 * 1024;

  /** A body has this much time, plus the time that its size takes at the slowest rate. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Half the rate of the slowest lines that listeners have. */
  private static final int MIN_BYTES_PER_SECOND = 1_000;

  private RequestBody() {}

  /**
   * @param limitBytes {@link #MAX_SIZE_BYTES} or less
   * @param call holds the bytes of the body
   * @return failed with a {@link Refusal} when the body is too large, too slow or incomplete, or
   *     when memory has no room for it
   */
  static Future<Buffer> read(
      HttpServerRequest request, int limitBytes, CallerBudget.Call call, Deadlines deadlines) {
    long declaredBytes = declaredSizeBytes(request);
    if (declaredBytes > limitBytes) {
      UnreadBodies.discard(request, deadlines);
      return Future.failedFuture(tooLarge(limitBytes));
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    Promise<Buffer> whole = Promise.promise();
    Deadlines.Deadline deadline =
        deadlines.in(
            timeFor(declaredBytes > 0 ? declaredBytes : limitBytes),
            () -> {
              if (whole.tryFail(new Refusal(408, "The body came too slowly."))) {
                CutOff.of(request);
              }
            });
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() + part.length() > limitBytes) {
            giveUp(request, whole, tooLarge(limitBytes), deadlines);
          } else if (!call.take(part.length())) {
            giveUp(request, whole, noRoom(), deadlines);
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> whole.tryComplete(body));
    request.exceptionHandler(broken -> whole.tryFail(new Refusal(400, "The body broke off.")));
    return whole.future().onComplete(ended -> deadline.cancel());
  }

  static Refusal noRoom() {
    return Refusal.of(
        RequestError.unavailable("The server has too much to do: try again soon.", 2));
  }

  private static void giveUp(
      HttpServerRequest request, Promise<Buffer> whole, Refusal refusal, Deadlines deadlines) {
    UnreadBodies.discard(request, deadlines);
    whole.tryFail(refusal);
  }

  private static Duration timeFor(long sizeBytes) {
    return GRACE.plusSeconds(sizeBytes / MIN_BYTES_PER_SECOND);
  }

  private static long declaredSizeBytes(HttpServerRequest request) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return declared == null ? 0 : Long.parseLong(declared);
  }

  private static Refusal tooLarge(int limitBytes) {
    return new Refusal(413, "The body is larger than " + limitBytes + " bytes.");
  }
}
