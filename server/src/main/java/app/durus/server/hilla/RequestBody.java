package app.durus.server.hilla;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads a request's body up to a bound (R14). What comes beyond is thrown away unread, so that a
 * caller who is still sending gets to read the refusal and can go on with the same connection; one
 * that does not stop loses it.
 */
final class RequestBody {

  static final int MAX_SIZE_BYTES = 256 * 1024;

  /** How much of a refused body is waited for before the connection is closed. */
  private static final int MAX_DISCARDED_BYTES = 4 * 1024 * 1024;

  private RequestBody() {}

  /** Fails with a {@link Refusal} when the body is too large or breaks off. */
  static Future<Buffer> read(HttpServerRequest request) {
    if (declaredSizeBytes(request) > MAX_SIZE_BYTES) {
      discard(request);
      return Future.failedFuture(tooLarge());
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() + part.length() > MAX_SIZE_BYTES) {
            discard(request);
            whole.tryFail(tooLarge());
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> whole.tryComplete(body));
    request.exceptionHandler(broken -> whole.tryFail(new Refusal(400, "The body broke off.")));
    return whole.future();
  }

  /** Throws away the body of a request that is refused for another reason. */
  static void discard(HttpServerRequest request) {
    long[] discardedBytes = {0};
    request.handler(
        part -> {
          discardedBytes[0] += part.length();
          if (discardedBytes[0] > MAX_DISCARDED_BYTES) {
            request.connection().close();
          }
        });
  }

  private static long declaredSizeBytes(HttpServerRequest request) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return declared == null ? 0 : Long.parseLong(declared);
  }

  private static Refusal tooLarge() {
    return new Refusal(413, "The body is larger than " + MAX_SIZE_BYTES + " bytes.");
  }
}
