package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.waiting.Answers;
import app.durus.server.waiting.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnreadBodiesTest {

  /** As in the product, but the request is cut off at the next check of the deadlines. */
  private static final BiConsumer<HttpServerRequest, Deadlines> AT_ONCE =
      (request, deadlines) -> UnreadBodies.discard(request, deadlines, Duration.ZERO);

  private final Vertx vertx = Vertx.vertx();
  private final Deadlines deadlines = new Deadlines(vertx);

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private int listen(BiConsumer<HttpServerRequest, Deadlines> discard) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              HttpServerRequest request = context.request();
              discard.accept(request, deadlines);
              context
                  .response()
                  .setStatusCode(401)
                  .end()
                  .onComplete(left -> UnreadBodies.endStream(request));
            });
    return AppServer.create(vertx, "127.0.0.1", 0, TrustedProxies.parse(""), router)
        .listen()
        .await()
        .actualPort();
  }

  @Test
  void anUnfinishedHttp2RequestUsesNoMemory() {
    try (ProtocolClient client =
        new ProtocolClient(vertx, Protocol.HTTP_2_PRIOR_KNOWLEDGE, listen(AT_ONCE))) {
      HttpClientRequest endless = sendWithoutEnd(client);

      assertThat(Answers.await(endless.response()).statusCode()).isEqualTo(401);
      Eventually.isTrue("no deadline is open", () -> deadlines.count() == 0);
      assertThat(endless.response().result().statusCode()).isEqualTo(401);
    }
  }

  @Test
  @DisplayName("a request that never ends may be sent for 30 s")
  void anUnfinishedRequestMayLast30Seconds() {
    try (ProtocolClient client =
        new ProtocolClient(vertx, Protocol.HTTP_2_PRIOR_KNOWLEDGE, listen(UnreadBodies::discard))) {
      long begunNanos = System.nanoTime();
      HttpClientRequest endless = sendWithoutEnd(client);

      assertThat(Answers.await(endless.response()).statusCode()).isEqualTo(401);
      Duration left = deadlines.untilLast();
      assertThat(left).isLessThanOrEqualTo(UnreadBodies.MAX_TIME);
      assertThat(left.plusNanos(System.nanoTime() - begunNanos))
          .isGreaterThanOrEqualTo(UnreadBodies.MAX_TIME);
      assertThat(UnreadBodies.MAX_TIME).isEqualTo(Duration.ofSeconds(30));
    }
  }

  private static HttpClientRequest sendWithoutEnd(ProtocolClient client) {
    HttpClientRequest endless =
        Answers.await(client.request(HttpMethod.POST, "/", "Content-Length", "100"));
    endless.write(Buffer.buffer("{"));
    return endless;
  }
}
