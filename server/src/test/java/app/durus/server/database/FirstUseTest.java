package app.durus.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the first use of the database at startup")
class FirstUseTest {

  private static final Duration LONG = Duration.ofDays(1);
  private static final VertxException TIMEOUT =
      new VertxException("Timeout waiting for connection", true);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  @DisplayName("is repeated while no connection can be made")
  void isRepeatedWithoutAConnection() {
    Supplier<Future<String>> attempt =
        each(
            List.of(
                Future.failedFuture(TIMEOUT),
                Future.failedFuture(new ConnectException("refused")),
                Future.failedFuture(new PgException("starting up", "FATAL", "57P03", "")),
                Future.failedFuture(new PgException("too slow", "ERROR", "57014", "")),
                Future.succeededFuture("there")));

    assertThat(FirstUse.until(vertx, LONG, attempt)).isEqualTo("there");
  }

  @Test
  @DisplayName("fails at once when the database refuses it")
  void failsAtOnce() {
    Supplier<Future<String>> attempt =
        each(
            List.of(
                Future.failedFuture(new PgException("permission denied", "ERROR", "42501", ""))));

    assertThatThrownBy(() -> FirstUse.until(vertx, LONG, attempt))
        .hasMessageContaining("permission denied");
  }

  @Test
  @DisplayName("fails with the last reason after the limit")
  void failsAfterTheLimit() {
    Supplier<Future<String>> attempt = each(List.of(Future.failedFuture(TIMEOUT)));

    assertThatThrownBy(() -> FirstUse.until(vertx, Duration.ZERO, attempt)).isSameAs(TIMEOUT);
  }

  /** One result for each attempt; another attempt than these fails the test. */
  private static Supplier<Future<String>> each(List<Future<String>> results) {
    Queue<Future<String>> left = new ArrayDeque<>(results);
    return left::remove;
  }
}
