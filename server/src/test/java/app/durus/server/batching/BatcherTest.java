package app.durus.server.batching;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.batching.Batcher.Admitted;
import app.durus.server.waiting.Answers;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {

  private final List<List<Integer>> pieces = new ArrayList<>();
  private final Queue<Promise<List<Future<Integer>>>> underWay = new ConcurrentLinkedQueue<>();

  @Test
  void requestsThatArriveDuringABatchShareTheNextOne() {
    Batcher<Integer, Integer> gathering = slow(10);

    Future<Integer> first = gathering.ask(1);
    Future<Integer> second = gathering.ask(2);
    Future<Integer> third = gathering.ask(3);

    assertThat(pieces).containsExactly(List.of(1));
    assertThat(gathering.waiting()).isEqualTo(2);
    answer(0);
    assertThat(first.result()).isEqualTo(10);
    assertThat(pieces).containsExactly(List.of(1), List.of(2, 3));
    assertThat(second.isComplete()).isFalse();
    answer(1);
    assertThat(List.of(second.result(), third.result())).containsExactly(20, 30);
    assertThat(gathering.waiting()).isZero();
  }

  @Test
  void aFailedBatchFailsAllItsRequestsAndTheNextOneRuns() {
    Batcher<Integer, Integer> gathering = slow(10);
    gathering.ask(1);
    Future<Integer> second = gathering.ask(2);
    Future<Integer> third = gathering.ask(3);
    answer(0);

    underWay.remove().fail("away");

    assertThat(List.of(second, third)).allMatch(Future::failed);
    Future<Integer> later = gathering.ask(4);
    answer(2);
    assertThat(later.result()).isEqualTo(40);
  }

  @Test
  void workThatThrowsFailsItsBatch() {
    AtomicInteger tries = new AtomicInteger();
    Batcher<Integer, Integer> gathering =
        new Batcher<>(
            Runnable::run,
            Batcher.atMost(10),
            questions -> {
              if (tries.getAndIncrement() == 0) {
                throw new IllegalStateException("thrown");
              }
              return Future.succeededFuture(
                  questions.stream().map(question -> Future.succeededFuture(question)).toList());
            });

    assertThat(gathering.ask(1).cause()).hasMessage("thrown");
    assertThat(gathering.ask(2).result()).isEqualTo(2);
  }

  @Test
  void aRequestThatIsNotAdmittedKeepsItsPlace() {
    Batcher<Integer, Integer> gathering =
        new Batcher<>(
            Runnable::run,
            () -> question -> question % 2 == 0 ? Admitted.LATER : Admitted.YES,
            this::begin);
    gathering.ask(1);
    gathering.ask(3);
    gathering.ask(5);

    answer(0);

    assertThat(pieces).containsExactly(List.of(1), List.of(3, 5));
  }

  @Test
  void aBatchHasALimit() {
    Batcher<Integer, Integer> gathering = slow(2);
    IntStream.rangeClosed(1, 5).forEach(gathering::ask);

    answer(0);
    answer(1);

    assertThat(pieces).containsExactly(List.of(1), List.of(2, 3), List.of(4, 5));
  }

  @Test
  void theRequestsOfAnEventLoopAreAnsweredInOneTask() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      ContextInternal loop = ((VertxInternal) vertx).createEventLoopContext();
      Batcher<Integer, Integer> batcher = slow(10);
      batcher.ask(0);
      List<Future<Void>> answers =
          IntStream.rangeClosed(1, 5)
              .mapToObj(question -> askInRequestContext(batcher, question, loop))
              .toList();
      CountDownLatch release = blockAfterWaitingTasks(loop);

      answer(0);
      answer(1);

      int wakeUps = ((SingleThreadEventExecutor) loop.nettyEventLoop()).pendingTasks();
      release.countDown();
      assertThat(wakeUps).isEqualTo(1);
      Answers.await(Future.all(answers));
    } finally {
      vertx.close().await();
    }
  }

  /** Calls the batcher in a context of its own on this event loop, as each HTTP request has one. */
  private static Future<Void> askInRequestContext(
      Batcher<Integer, Integer> batcher, int question, ContextInternal loop) {
    ContextInternal request = loop.duplicate();
    Promise<Void> answered = Promise.promise();
    request.runOnContext(
        there ->
            batcher
                .ask(question)
                .map(answer -> Vertx.currentContext())
                .map(context -> assertThat(context).isSameAs(request))
                .<Void>mapEmpty()
                .onComplete(answered));
    return answered.future();
  }

  /** Blocks the event loop once its waiting tasks have run, until the latch is released. */
  private static CountDownLatch blockAfterWaitingTasks(Context loop) throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    loop.runOnContext(
        there -> {
          blocked.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    blocked.await();
    return release;
  }

  @Test
  void eachRequestIsAnsweredOnItsOwnEventLoop() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Batcher<Integer, Integer> batcher = oneBatchAtATime(vertx);
      List<Future<Void>> answers = new ArrayList<>();
      for (int loop = 0; loop < 4; loop++) {
        Context asking = ((VertxInternal) vertx).createEventLoopContext();
        for (int i = 0; i < 500; i++) {
          answers.add(askOn(asking, batcher, loop * 500 + i));
        }
      }
      Answers.await(Future.all(answers));
      assertThat(batcher.waiting()).isZero();
    } finally {
      vertx.close().await();
    }
  }

  /** Multiplies by ten after a millisecond, and checks that no two batches run at once. */
  private static Batcher<Integer, Integer> oneBatchAtATime(Vertx vertx) {
    AtomicInteger running = new AtomicInteger();
    return new Batcher<>(
        Batcher.on(((VertxInternal) vertx).createEventLoopContext()),
        Batcher.atMost(50),
        questions -> {
          assertThat(running.incrementAndGet()).isEqualTo(1);
          return vertx
              .timer(1, TimeUnit.MILLISECONDS)
              .map(
                  passed -> {
                    running.decrementAndGet();
                    return questions.stream()
                        .map(question -> Future.succeededFuture(question * 10))
                        .toList();
                  });
        });
  }

  private static Future<Void> askOn(Context loop, Batcher<Integer, Integer> batcher, int question) {
    Promise<Void> answered = Promise.promise();
    loop.runOnContext(
        there ->
            batcher
                .ask(question)
                .onComplete(
                    answer -> {
                      assertThat(Vertx.currentContext()).isSameAs(loop);
                      assertThat(answer.result()).isEqualTo(question * 10);
                      answered.complete();
                    }));
    return answered.future();
  }

  private Batcher<Integer, Integer> slow(int most) {
    return new Batcher<>(Runnable::run, Batcher.atMost(most), this::begin);
  }

  private Future<List<Future<Integer>>> begin(List<Integer> questions) {
    pieces.add(questions);
    Promise<List<Future<Integer>>> promise = Promise.promise();
    underWay.add(promise);
    return promise.future();
  }

  private void answer(int piece) {
    underWay
        .remove()
        .complete(
            pieces.get(piece).stream().map(each -> Future.succeededFuture(each * 10)).toList());
  }
}
