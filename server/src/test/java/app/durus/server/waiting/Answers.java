package app.durus.server.waiting;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future's answer. */
public final class Answers {

  private Answers() {}

  /**
   * Waits for the answer. Blocking.
   *
   * @throws AssertionError when no answer comes before the hang guard ends the wait; a failure of
   *     the future is thrown unchanged
   */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(HangGuard.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer for " + HangGuard.LIMIT, e);
    }
  }
}
