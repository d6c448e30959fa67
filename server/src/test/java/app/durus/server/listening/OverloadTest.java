package app.durus.server.listening;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.contract.listening.ListeningEndpoint;
import app.durus.server.batching.Batcher;
import app.durus.server.errors.RequestError;
import app.durus.server.hilla.Caller;
import app.durus.server.hilla.Endpoints;
import app.durus.server.hilla.RunningServer;
import app.durus.server.http.ErrorStatus;
import app.durus.server.listening.rules.PushContext;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** More pushes over HTTP than may wait while the database hangs. */
class OverloadTest {

  private static final int MAY_WAIT = 10;

  private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
  private final Hanging ledger = new Hanging();
  private Vertx vertx;
  private GroupCommit commits;
  private RunningServer server;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    commits =
        new GroupCommit(
            Batcher.on(vertx.getOrCreateContext()),
            ledger,
            new GroupCommit.Bounds(MAY_WAIT, 1_000));
    SyncObserver observer =
        new SyncObserver() {
          @Override
          public void refused(RequestError.Kind kind) {
            refusals.add(ErrorStatus.of(kind));
          }
        };
    ListeningApi api =
        new ListeningApi(new ReconcileIntents(new CommitLanes(ledger, List.of(commits))), observer);
    Endpoints endpoints =
        RunningServer.endpoints(ListeningEndpoint.class)
            .bind(
                ListeningEndpoint.class,
                "sync",
                call -> api.sync(call.caller().listenerId(), call.json("request")))
            .build();
    server =
        RunningServer.serving(
            vertx, endpoints, token -> Future.succeededFuture(Caller.of(UUID.fromString(token))));
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close().await();
  }

  @Test
  @DisplayName("R15: beyond the limit a push gets 503 and Retry-After; waiting pushes are answered")
  void pushesBeyondTheLimitAreRefused() throws Exception {
    try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<HttpResponse<String>>> taken = new ArrayList<>();
      taken.add(devices.submit(() -> sync(UUID.randomUUID(), 1)));
      Eventually.isTrue("a push that the database was asked", () -> !ledger.asked.isEmpty());
      for (int i = 0; i < MAY_WAIT; i++) {
        taken.add(devices.submit(() -> sync(UUID.randomUUID(), 1)));
      }
      Eventually.get(
          "as many waiting pushes as may wait",
          commits::waitingPushes,
          waiting -> waiting == MAY_WAIT);

      for (int i = 0; i < 20; i++) {
        HttpResponse<String> tooMany = sync(UUID.randomUUID(), 1);
        assertThat(tooMany.statusCode()).isEqualTo(503);
        assertThat(tooMany.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(RunningServer.messageOf(tooMany)).contains("try again");
        assertThat(commits.waitingPushes()).isEqualTo(MAY_WAIT);
      }
      assertThat(refusals).hasSize(20).containsOnly(503);
      assertThat(sync(UUID.randomUUID(), 0).statusCode()).as("a pull").isEqualTo(200);

      ledger.answer();
      for (java.util.concurrent.Future<HttpResponse<String>> one : taken) {
        assertThat(one.get().statusCode()).isEqualTo(200);
      }
      assertThat(sync(UUID.randomUUID(), 1).statusCode()).as("there is room again").isEqualTo(200);
    }
  }

  @Test
  @DisplayName("R15: one listener gets a few of the places, and further pushes get 429 at once")
  void oneListenerDoesNotBlockOthers() throws Exception {
    UUID flooding = UUID.randomUUID();
    try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
      List<java.util.concurrent.Future<HttpResponse<String>>> flood = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        flood.add(devices.submit(() -> sync(flooding, 1)));
      }
      Eventually.isTrue(
          "68 pushes are refused",
          () -> flood.stream().filter(java.util.concurrent.Future::isDone).count() == 68);
      for (java.util.concurrent.Future<HttpResponse<String>> refused :
          flood.stream().filter(java.util.concurrent.Future::isDone).toList()) {
        assertThat(refused.get().statusCode()).isEqualTo(429);
        assertThat(refused.get().headers().firstValue("Retry-After")).hasValue("1");
      }
      assertThat(commits.waitingPushes()).isEqualTo(3);

      java.util.concurrent.Future<HttpResponse<String>> other =
          devices.submit(() -> sync(UUID.randomUUID(), 1));
      Eventually.isTrue("the other's push waits", () -> commits.waitingPushes() == 4);
      assertThat(sync(UUID.randomUUID(), 0).statusCode()).as("another's pull").isEqualTo(200);

      ledger.answer();
      assertThat(other.get().statusCode()).isEqualTo(200);
      for (java.util.concurrent.Future<HttpResponse<String>> one : flood) {
        assertThat(one.get().statusCode()).isIn(200, 429);
      }
      assertThat(sync(flooding, 1).statusCode()).as("there is room again").isEqualTo(200);
    }
  }

  private HttpResponse<String> sync(UUID listenerId, int intents) {
    JsonArray array = new JsonArray();
    for (int i = 0; i < intents; i++) {
      array.add(
          new JsonObject()
              .put("id", UUID.randomUUID().toString())
              .put("type", "FAVORITED")
              .put("lectureId", UUID.randomUUID().toString())
              .put("occurredAt", System.currentTimeMillis()));
    }
    JsonObject request =
        new JsonObject()
            .put("listenerId", listenerId.toString())
            .put("deviceId", UUID.randomUUID().toString())
            .put("cursor", 0)
            .put("intents", array);
    return server.call(
        "ListeningEndpoint/sync",
        new JsonObject().put("request", request),
        "Cookie",
        "durus_session=" + listenerId);
  }

  /** Answers pulls at once, and pushes only after the test releases them. */
  private static final class Hanging implements BatchLedger {

    final Queue<List<Submission>> asked = new ConcurrentLinkedQueue<>();
    private final Promise<Void> answering = Promise.promise();

    @Override
    public Future<Page> pull(UUID listenerId, ChangeCursor since) {
      return Future.succeededFuture(page());
    }

    @Override
    public Future<List<Recorded>> reconcileTogether(List<Submission> submissions) {
      asked.add(submissions);
      PushContext nothing = new PushContext(0, Map.of(), Set.of(), Map.of());
      return answering
          .future()
          .map(
              now ->
                  submissions.stream()
                      .map(one -> new Recorded(one.decide().apply(nothing), page()))
                      .toList());
    }

    void answer() {
      answering.complete();
    }

    private static Page page() {
      return new Page(0, "epoch", 0, false, List.of());
    }
  }
}
