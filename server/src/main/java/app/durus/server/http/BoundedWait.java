package app.durus.server.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeoutException;

/**
 * Waits for at most some time, on the caller's event loop. {@code Future.timeout} ends on another
 * thread when the future belongs to no event loop, and an answer must not be written from there.
 */
public final class BoundedWait {

  private BoundedWait() {}

  /**
   * Call it on an event loop.
   *
   * @param awaited completes on the caller's event loop
   * @return fails with a {@link TimeoutException} when the time is over
   */
  public static <T> Future<T> atMost(Vertx vertx, long waitMs, Future<T> awaited) {
    if (awaited.isComplete()) {
      return awaited;
    }
    Promise<T> first = Promise.promise();
    long timer =
        vertx.setTimer(
            waitMs, late -> first.tryFail(new TimeoutException("no result in " + waitMs + " ms")));
    awaited.onComplete(
        done -> {
          vertx.cancelTimer(timer);
          if (done.succeeded()) {
            first.tryComplete(done.result());
          } else {
            first.tryFail(done.cause());
          }
        });
    return first.future();
  }
}
