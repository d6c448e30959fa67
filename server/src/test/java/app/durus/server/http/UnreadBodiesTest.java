package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnreadBodiesTest {

  private final Vertx vertx = Vertx.vertx();
  private final Deadlines deadlines = new Deadlines(vertx);

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private int listen() {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              HttpServerRequest request = context.request();
              UnreadBodies.discard(request, deadlines);
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
  void nothingIsKeptOfAnHttp2RequestThatNeverEnds() {
    try (ProtocolClient client =
        new ProtocolClient(vertx, Protocol.HTTP_2_PRIOR_KNOWLEDGE, listen())) {
      HttpClientRequest endless =
          Answers.await(client.request(HttpMethod.POST, "/", "Content-Length", "100"));
      endless.write(Buffer.buffer("{"));

      assertThat(Answers.await(endless.response()).statusCode()).isEqualTo(401);
      Eventually.isTrue("no deadline is open", () -> deadlines.count() == 0);
      assertThat(endless.response().result().statusCode()).isEqualTo(401);
    }
  }
}
