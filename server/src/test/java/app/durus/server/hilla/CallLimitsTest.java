package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.hilla.trial.OpenEndpoint;
import app.durus.server.protocols.Protocol;
import app.durus.server.waiting.Answers;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One caller with more calls at once than any listener needs. */
class CallLimitsTest {

  private static final int ADMITTED = 32;
  private static final int UNDER_WAY = 4;

  private final UUID listener = UUID.randomUUID();
  private final Queue<Promise<Caller>> lookups = new ConcurrentLinkedQueue<>();
  private final Queue<Promise<String>> work = new ConcurrentLinkedQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private final RunningServer server =
      RunningServer.serving(
          vertx,
          RunningServer.endpoints(OpenEndpoint.class)
              .bind(OpenEndpoint.class, "open", call -> later(work))
              .bind(OpenEndpoint.class, "notOpen", call -> later(work))
              .build(),
          token -> later(lookups));

  /** One connection does not carry as many calls as a caller may have. */
  private final HttpClient client =
      vertx.createHttpClient(
          Protocol.HTTP_2_PRIOR_KNOWLEDGE.options(), new PoolOptions().setHttp2MaxSize(8));

  @AfterEach
  void stop() {
    server.close();
    vertx.close().await();
  }

  private static <T> Future<T> later(Queue<Promise<T>> queue) {
    Promise<T> promise = Promise.promise();
    queue.add(promise);
    return promise.future();
  }

  private Future<HttpClientResponse> call(String session) {
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setURI("/connect/OpenEndpoint/open")
                .putHeader("Content-Type", "application/json")
                .putHeader("Cookie", "durus_session=" + session))
        .compose(request -> request.send(Buffer.buffer("{}")));
  }

  private List<Future<HttpClientResponse>> calls(int count, String session) {
    List<Future<HttpClientResponse>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(call(session));
    }
    return calls;
  }

  private static void isRefused(Future<HttpClientResponse> call) {
    HttpClientResponse answer = Answers.await(call);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
  }

  private void findOut(Caller caller) {
    for (Promise<Caller> lookup = lookups.poll(); lookup != null; lookup = lookups.poll()) {
      lookup.complete(caller);
    }
  }

  @Test
  void callsOfASessionAreLimitedBeforeItsLookup() {
    calls(ADMITTED, "flooding");
    Eventually.get("lookups", lookups::size, size -> size == ADMITTED);

    calls(ADMITTED, "flooding").forEach(CallLimitsTest::isRefused);

    assertThat(lookups).hasSize(ADMITTED);
    call("another");
    Eventually.get("another's lookup", lookups::size, size -> size == ADMITTED + 1);
  }

  @Test
  void callsOfAListenerAreLimitedOverAllSessions() {
    List<Future<HttpClientResponse>> calls = calls(ADMITTED / 2, "phone");
    calls.addAll(calls(ADMITTED / 2, "desk"));
    Eventually.get("lookups", lookups::size, size -> size == ADMITTED);
    findOut(Caller.of(listener));
    Eventually.get("work", work::size, size -> size == UNDER_WAY);

    Future<HttpClientResponse> beyond = call("tablet");
    Eventually.get("the lookup of the tablet", lookups::size, size -> size == 1);
    findOut(Caller.of(listener));
    isRefused(beyond);
    assertThat(work).hasSize(UNDER_WAY);

    for (int ended = 0; ended < ADMITTED; ended++) {
      Eventually.get("work", work::peek).complete("done");
      work.remove();
    }
    calls.forEach(call -> assertThat(Answers.await(call).statusCode()).isEqualTo(200));
  }
}
