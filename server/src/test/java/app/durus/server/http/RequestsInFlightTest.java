package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.protocols.Protocol;
import app.durus.server.waiting.Answers;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestsInFlightTest {

  private static final int BOUND = 3;
  private static final int TOTAL = 8;

  private final Vertx vertx = Vertx.vertx();
  private RequestsInFlight requests;

  /** Held, because Vert.x closes a client without references. */
  private final List<HttpClient> held = new ArrayList<>();

  /** Requests that have reached a route and are not answered yet. */
  private final Queue<RoutingContext> inFlight = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private int listen(String trusted) {
    TrustedProxies proxies = TrustedProxies.parse(trusted);
    Router router = Router.router(vertx);
    requests =
        new RequestsInFlight(
            HttpLimits.forThisProcess().withConnections(TOTAL).withConnectionsPerAddress(BOUND),
            proxies);
    router.route().handler(requests);
    router.route().handler(inFlight::add);
    return AppServer.create(vertx, "127.0.0.1", 0, proxies, router).listen().await().actualPort();
  }

  private HttpClient http2() {
    HttpClient client = vertx.createHttpClient(Protocol.HTTP_2_PRIOR_KNOWLEDGE.options());
    held.add(client);
    return client;
  }

  private static Future<HttpClientResponse> get(HttpClient client, int port) {
    return client
        .request(new RequestOptions().setHost("127.0.0.1").setPort(port))
        .compose(HttpClientRequest::send);
  }

  private void awaitInFlight(int count) {
    Eventually.get(count + " requests in flight", inFlight::size, size -> size == count);
  }

  @Test
  void oneHttp2ConnectionCannotUseTheWholeLimit() throws IOException {
    int port = listen("");
    HttpClient client = http2();
    List<Future<HttpClientResponse>> admitted =
        IntStream.range(0, BOUND).mapToObj(i -> get(client, port)).toList();
    awaitInFlight(BOUND);

    assertThat(Answers.await(get(client, port)).statusCode()).isEqualTo(503);
    try (RawHttp other = new RawHttp(InetAddress.getByName("127.0.0.2"), port)) {
      other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      awaitInFlight(BOUND + 1);
    }

    inFlight.forEach(context -> context.response().end());
    admitted.forEach(answer -> assertThat(Answers.await(answer).statusCode()).isEqualTo(200));
  }

  @Test
  void aClientThatDisconnectsReleasesItsPlaces() {
    int port = listen("");
    for (int i = 0; i < BOUND; i++) {
      HttpClient leaving = http2();
      get(leaving, port);
      awaitInFlight(i + 1);
      leaving.close().await();
    }

    Eventually.isTrue("the places are free", () -> requests.clients() == 0);
  }

  @Test
  void aClientBehindATrustedProxyIsCountedAndTheProxyIsNot() throws IOException {
    int port = listen("127.0.0.1");
    HttpClient proxy = http2();
    for (int i = 0; i < BOUND + 1; i++) {
      get(proxy, port);
    }
    awaitInFlight(BOUND + 1);

    for (int i = 0; i < BOUND; i++) {
      proxy
          .request(
              new RequestOptions()
                  .setHost("127.0.0.1")
                  .setPort(port)
                  .putHeader("X-Forwarded-For", "192.0.2.1"))
          .compose(HttpClientRequest::send);
    }
    awaitInFlight(BOUND + 1 + BOUND);
    try (RawHttp again = new RawHttp(port)) {
      again.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");
      assertThat(again.read().status()).isEqualTo(503);
    }
  }

  @Test
  void aTrustedProxyIsLimitedByTheTotalOnly() {
    int port = listen("127.0.0.1");
    HttpClient proxy = http2();
    for (int i = 0; i < TOTAL; i++) {
      get(proxy, port);
    }
    awaitInFlight(TOTAL);
    assertThat(requests.isExhausted()).isTrue();

    HttpClientResponse refusal = Answers.await(get(proxy, port));

    assertThat(refusal.statusCode()).isEqualTo(503);
    assertThat(refusal.getHeader("Retry-After")).isEqualTo("2");
    inFlight.poll().response().end();
    Eventually.isTrue("a place is free", () -> !requests.isExhausted());
  }

  @Test
  void aRefusedRequestThatNeverEndsLeavesNoOpenStream() {
    int port = listen("127.0.0.1");
    HttpClient proxy = http2();
    for (int i = 0; i < TOTAL; i++) {
      get(proxy, port);
    }
    awaitInFlight(TOTAL);

    HttpClientRequest endless =
        Answers.await(
            proxy.request(
                new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .putHeader("Content-Length", "100")));
    Promise<Void> reset = Promise.promise();
    endless.exceptionHandler(reset::tryFail);
    endless.write(Buffer.buffer("{"));

    assertThat(Answers.await(endless.response()).statusCode()).isEqualTo(503);
    assertThat(Answers.await(reset.future().otherwise((Void) null))).isNull();
  }
}
