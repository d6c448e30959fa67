package app.durus.server.http;

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

  private final ConcurrencyLimit<String> limit = new ConcurrencyLimit<>(5, 2);
  private final List<String> begun = new ArrayList<>();
  private final List<Promise<String>> underWay = new ArrayList<>();

  private Future<String> run(String caller, String work) {
    ConcurrencyLimit<String>.Admission admission = limit.admit(caller).orElseThrow();
    return admission
        .run(
            () -> {
              begun.add(work);
              Promise<String> result = Promise.promise();
              underWay.add(result);
              return result.future();
            })
        .onComplete(done -> admission.close());
  }

  @Test
  void callsBeyondTheLimitWaitInOrderAndCallsBeyondTheQueueAreRefused() {
    for (int i = 1; i <= 5; i++) {
      assertThat(run("one", "work " + i).isComplete()).isFalse();
    }
    assertThat(limit.admit("one")).isEmpty();
    assertThat(begun).containsExactly("work 1", "work 2");

    underWay.get(1).complete("done");
    underWay.get(0).fail("broken");

    assertThat(begun).containsExactly("work 1", "work 2", "work 3", "work 4");
    assertThat(run("one", "work 7").isComplete()).as("there is room again").isFalse();
    assertThat(limit.refused()).isEqualTo(1);
  }

  @Test
  void otherCallersAreNotDelayed() {
    for (int i = 1; i <= 5; i++) {
      run("one", "one's");
    }
    assertThat(limit.admit("one")).isEmpty();

    run("another", "another's");

    assertThat(begun).containsExactly("one's", "one's", "another's");
  }

  @Test
  void theCallerGetsTheResultOfTheWork() {
    run("one", "first");
    run("one", "second");
    Future<String> waited = run("one", "third");
    underWay.getFirst().complete("");

    underWay.get(2).complete("of the third");

    assertThat(waited.result()).isEqualTo("of the third");
  }

  @Test
  void workThatThrowsReleasesItsPermit() {
    for (int i = 0; i < 10; i++) {
      ConcurrencyLimit<String>.Admission admission = limit.admit("one").orElseThrow();
      Future<String> thrown =
          admission.run(
              () -> {
                throw new IllegalStateException("thrown");
              });
      admission.close();
      assertThat(thrown.cause()).hasMessage("thrown");
    }
    assertThat(limit.callers()).isZero();
  }

  @Test
  void aCallThatDoesNotRunHoldsAPermitUntilItIsClosed() {
    ConcurrencyLimit<String>.Admission first = limit.admit("one").orElseThrow();
    for (int i = 1; i < 5; i++) {
      limit.admit("one").orElseThrow();
    }
    assertThat(limit.admit("one")).isEmpty();
    assertThat(limit.admit("another")).isPresent();

    first.close();
    first.close();

    assertThat(limit.admit("one")).isPresent();
    assertThat(limit.admit("one")).isEmpty();
  }

  @Test
  void callersWithoutCallsUseNoMemory() {
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
  void waitingWorkRunsOnTheEventLoopOfItsCaller() {
    Vertx vertx = Vertx.vertx();
    try {
      ConcurrencyLimit<String> one = new ConcurrencyLimit<>(1_000, 1);
      Queue<Boolean> there = new ConcurrentLinkedQueue<>();
      List<Future<Void>> all =
          IntStream.range(0, 200)
              .mapToObj(
                  i -> {
                    Promise<Void> ended = Promise.promise();
                    Context context = vertx.getOrCreateContext();
                    context.runOnContext(
                        asking ->
                            one.admit("one")
                                .orElseThrow()
                                .run(
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
    } finally {
      vertx.close().await();
    }
  }
}
