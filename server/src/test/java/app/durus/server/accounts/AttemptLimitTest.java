package app.durus.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.accounts.AttemptLimit.Policy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptLimitTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final AttemptLimit<String> limit =
      new AttemptLimit<>(new Policy(3, Duration.ofMinutes(10), Duration.ofSeconds(10)), nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void exhaust(String key) {
    for (int i = 0; i < 4; i++) {
      assertThat(limit.attempt(key)).isZero();
    }
  }

  @Test
  void theDelayDoublesUpToItsMaximumAfterTheFreeAttempts() {
    exhaust("somebody");

    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      assertThat(limit.attempt("somebody")).isEqualTo(Duration.ofSeconds(seconds));
      pass(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(limit.attempt("somebody")).isEqualTo(Duration.ofNanos(1));
      pass(Duration.ofNanos(1));
      assertThat(limit.attempt("somebody")).isZero();
    }
  }

  @Test
  void refusedAttemptsDoNotLengthenTheDelay() {
    exhaust("somebody");

    for (int i = 0; i < 1_000; i++) {
      assertThat(limit.attempt("somebody")).isEqualTo(Duration.ofSeconds(1));
    }

    assertThat(limit.refused()).isEqualTo(1_000);
  }

  @Test
  void otherCallersAreNotDelayed() {
    exhaust("somebody");

    assertThat(limit.attempt("another")).isZero();
  }

  @Test
  void freeAttemptsReturnOneByOne() {
    exhaust("somebody");
    pass(Duration.ofMinutes(20));

    assertThat(limit.attempt("somebody")).as("3 of 3").isZero();
    assertThat(limit.attempt("somebody")).as("one too many").isZero();
    assertThat(limit.attempt("somebody")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void oldCountsAreRemoved() {
    exhaust("somebody");
    pass(Duration.ofHours(3));

    exhaust("somebody");
  }

  @Test
  void anAttemptThatIsTakenBackCausesNoDelay() {
    exhaust("somebody");
    limit.takeBack("somebody");

    assertThat(limit.attempt("somebody")).isZero();
    assertThat(limit.attempt("somebody")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void concurrentAttemptsAreLimitedLikeSequentialOnes() throws InterruptedException {
    AtomicInteger admitted = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 200; i++) {
        threads.execute(
            () -> {
              try {
                start.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              if (limit.attempt("somebody").isZero()) {
                admitted.incrementAndGet();
              }
            });
      }
      start.countDown();
    }

    assertThat(admitted).hasValue(4);
  }
}
