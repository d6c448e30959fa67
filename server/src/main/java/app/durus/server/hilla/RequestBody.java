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
 * Reads a request's body up to a bound (R14), within a deadline that a slow line can keep, and as
 * far as there is room in memory. What comes beyond a bound is thrown away unread, so that a caller
 * who is still sending gets to read the refusal and can go on with the same connection; one that
 * does not stop loses it.
 */
final class RequestBody {

  /** Of a listener's body. */
  static final int MAX_SIZE_BYTES = 256 * 1024;

  /** Of the body of somebody who is not signed in: a name and a password. */
  static final int MAX_STRANGER_SIZE_BYTES = 8 * 1024;

  /** A body has this long, and longer by the time that it takes at the slowest rate. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Half of what the slowest lines carry that listeners have. */
  private static final int MIN_BYTES_PER_SECOND = 1_000;

  private RequestBody() {}

  /**
   * @param limitBytes {@link #MAX_SIZE_BYTES} or less
   * @param call takes what is kept of the body
   * @return failed with a {@link Refusal} when the body is too large, too slow, breaks off, or
   *     finds no room
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
