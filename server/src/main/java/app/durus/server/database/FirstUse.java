package app.durus.server.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats the first use of the database at startup. On a busy machine the first connections can
 * take longer than a request may wait for one (decision 0026). Giving up would only make a
 * supervisor start the same anew. Blocking.
 */
final class FirstUse {

  private static final long PAUSE_MS = 500;

  /**
   * SQLSTATEs: a statement took too long, too many connections, and a server that is starting,
   * stopping or recovering.
   */
  private static final Set<String> MAY_PASS = Set.of("57014", "53300", "57P01", "57P02", "57P03");

  private FirstUse() {}

  /**
   * @param limit how long from now another attempt may begin; zero for one attempt
   * @throws RuntimeException the last attempt's failure, which cannot pass or came after the limit
   */
  static <T> T until(Vertx vertx, Duration limit, Supplier<Future<T>> attempt) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Future<T> ended = attempt.get();
      try {
        return ended.await();
      } catch (Exception e) {
        if (!mayPass(e) || System.nanoTime() - deadline >= 0) {
          throw e;
        }
      }
      vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS).await();
    }
  }

  private static boolean mayPass(Throwable failure) {
    if (failure instanceof DatabaseException answer) {
      return MAY_PASS.contains(String.valueOf(answer.getSqlState()));
    }
    return failure instanceof VertxException || failure instanceof IOException;
  }
}
