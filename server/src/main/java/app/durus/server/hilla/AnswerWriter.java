package app.durus.server.hilla;

import app.durus.server.errors.RequestError;
import app.durus.server.http.CallerBudget;
import app.durus.server.http.CutOff;
import app.durus.server.http.Deadlines;
import app.durus.server.http.UnreadBodies;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the answers of endpoint calls. It is the one place where a failure becomes an answer.
 *
 * <p>Errors are {@code {"message": …}} without Hilla's {@code type}. Where an answer has a type,
 * Hilla's client throws an {@code EndpointError} that does not hold the status, and synchronization
 * needs the status (R14, R15). Without a type it throws {@code EndpointResponseError}, {@code
 * UnauthorizedResponseError} or {@code ForbiddenResponseError}, each with status and message.
 */
final class AnswerWriter {

  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);

  /** The time in which any answer must leave. A long one has more, see below. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** The rate by which a long answer has more time than {@link #GRACE}. */
  private static final int BYTES_PER_SECOND = 500;

  private final Deadlines deadlines;

  AnswerWriter(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  /**
   * Sends a successful answer, compressed where that pays.
   *
   * @param call its cookies are sent with the answer
   * @param budget holds the bytes of the call's body; afterwards it holds those of the answer
   * @return completes when the answer has left; fails with a {@link Refusal} before anything is
   *     sent when memory has no room for the answer
   */
  Future<Void> send(RoutingContext context, Call call, Buffer json, CallerBudget.Call budget) {
    boolean compressed = Gzip.pays(context::parsedHeaders, json);
    Buffer body = compressed ? Gzip.of(json) : json;
    budget.release();
    if (!budget.take(body.length())) {
      return Future.failedFuture(RequestBody.noRoom());
    }
    if (context.response().closed()) {
      return Future.succeededFuture();
    }
    call.addCookiesTo(context.request());
    if (compressed) {
      context.response().putHeader(HttpHeaders.CONTENT_ENCODING, Gzip.NAME);
    }
    return end(context, 200, body);
  }

  /**
   * Answers a failure. A fault that is no refusal is logged and answered with 500.
   *
   * @param called what was called, for the log
   */
  void refuse(RoutingContext context, Throwable cause, String called) {
    switch (cause) {
      case Refusal refusal -> refuse(context, refusal);
      case RequestError error -> refuse(context, Refusal.of(error));
      default -> {
        LOG.error("{} failed unexpectedly and was answered with 500", called, cause);
        end(context, 500, message("The server failed to answer."));
      }
    }
  }

  private void refuse(RoutingContext context, Refusal refusal) {
    refusal
        .retryAfterSeconds()
        .ifPresent(
            seconds ->
                context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
    end(context, refusal.status(), message(refusal.getMessage()));
  }

  private static Buffer message(String text) {
    return Json.write(Map.of("message", text));
  }

  private Future<Void> end(RoutingContext context, int status, Buffer body) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      return Future.succeededFuture();
    }
    Deadlines.Deadline deadline =
        deadlines.in(
            GRACE.plusSeconds(body.length() / BYTES_PER_SECOND),
            () -> CutOff.of(context.request()));
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body)
        .onComplete(
            left -> {
              deadline.cancel();
              UnreadBodies.endStream(context.request());
            })
        .otherwise(
            gone -> {
              LOG.debug("The caller closed the connection before the answer had left", gone);
              return null;
            });
  }
}
