package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

  private final ConcurrencyLimit<String> limit = new ConcurrencyLimit<>(2, 3);
  private final List<String> begun = new ArrayList<>();
  private final List<Promise<String>> underWay = new ArrayList<>();

  private Future<String> run(String caller, String work) {
    return limit.run(
        caller,
        () -> {
          begun.add(work);
          Promise<String> result = Promise.promise();
          underWay.add(result);
          return result.future();
        });
  }

  private static void isRefused(Future<?> work) {
    assertThat(work.cause())
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(429);
              assertThat(refusal.retryAfterSeconds()).hasValue(1);
            });
  }

  @Test
  void soMuchIsUnderWayMoreWaitsInOrderAndTheRestIsRefusedAtOnce() {
    for (int i = 1; i <= 5; i++) {
      assertThat(run("one", "work " + i).isComplete()).isFalse();
    }
    isRefused(run("one", "work 6"));
    assertThat(begun).containsExactly("work 1", "work 2");

    underWay.get(1).complete("done");
    underWay.get(0).fail("broken");

    assertThat(begun).containsExactly("work 1", "work 2", "work 3", "work 4");
    assertThat(run("one", "work 7").isComplete()).as("there is room again").isFalse();
    assertThat(limit.refused()).isEqualTo(1);
  }

  @Test
  void othersAreNotHeldUp() {
    for (int i = 1; i <= 100; i++) {
      run("one", "one's");
    }

    run("another", "another's");

    assertThat(begun).containsExactly("one's", "one's", "another's");
  }

  @Test
  void whoeverAsksGetsWhatTheWorkReturned() {
    run("one", "first");
    run("one", "second");
    Future<String> waited = run("one", "third");
    underWay.getFirst().complete("");

    underWay.get(2).complete("of the third");

    assertThat(waited.result()).isEqualTo("of the third");
  }

  @Test
  void workThatThrowsGivesItsPlaceBack() {
    for (int i = 0; i < 10; i++) {
      Future<String> thrown =
          limit.run(
              "one",
              () -> {
                throw new Refusal(400, "thrown");
              });
      assertThat(thrown.cause()).hasMessage("thrown");
    }
    assertThat(limit.callers()).isZero();
  }

  @Test
  void nothingIsKeptOfCallersWithoutWork() {
    for (int i = 0; i < 10; i++) {
      run("caller " + i, "work");
      run("caller " + i, "work");
      run("caller " + i, "work");
    }
    assertThat(limit.callers()).isEqualTo(10);

    for (int i = 0; i < underWay.size(); i++) {
      underWay.get(i).complete("done");
    }

    assertThat(begun).hasSize(30);
    assertThat(limit.callers()).isZero();
  }

  @Test
  void whatWaitedBeginsOnTheEventLoopThatAsked() {
    Vertx vertx = Vertx.vertx();
    try {
      ConcurrencyLimit<String> one = new ConcurrencyLimit<>(1, 1_000);
      Queue<Boolean> there = new ConcurrentLinkedQueue<>();
      List<Future<Void>> all =
          IntStream.range(0, 200)
              .mapToObj(
                  i -> {
                    Promise<Void> ended = Promise.promise();
                    Context context = vertx.getOrCreateContext();
                    context.runOnContext(
                        asking ->
                            one.run(
                                    "one",
                                    () -> {
                                      there.add(Vertx.currentContext() == context);
                                      return vertx.timer(1).<Void>mapEmpty();
                                    })
                                .onComplete(ended));
                    return ended.future();
                  })
              .toList();
      Future.all(all).await();

      assertThat(there).hasSize(200).containsOnly(true);
      assertThat(one.callers()).isZero();
    } finally {
      vertx.close().await();
    }
  }
}
