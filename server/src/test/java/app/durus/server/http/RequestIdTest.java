package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The id that a request has while it is handled, also after asynchronous work. */
class RequestIdTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private ProtocolClient client(Protocol protocol, String trusted) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              RequestId.addTo(context.response());
              context
                  .vertx()
                  .executeBlocking(() -> String.valueOf(RequestId.current()))
                  .onSuccess(inWorker -> context.end(inWorker + " " + RequestId.current()));
            });
    int port =
        AppServer.create(vertx, "127.0.0.1", 0, TrustedProxies.parse(trusted), router)
            .listen()
            .await()
            .actualPort();
    return new ProtocolClient(vertx, protocol, port);
  }

  @ParameterizedTest
  @EnumSource
  void eachRequestHasAnIdOfItsOwn(Protocol protocol) {
    Set<String> ids = new HashSet<>();
    try (ProtocolClient client = client(protocol, "")) {
      for (int request = 0; request < 3; request++) {
        var answer = client.ask(HttpMethod.GET, "/", "X-Request-Id", "of-a-stranger");
        String id = answer.header("X-Request-Id");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(id + " " + id);
        ids.add(id);
      }
    }
    assertThat(ids).hasSize(3).doesNotContain("of-a-stranger");
  }

  @ParameterizedTest
  @EnumSource
  void aTrustedProxyChoosesIt(Protocol protocol) {
    try (ProtocolClient client = client(protocol, "127.0.0.1")) {
      assertThat(client.ask(HttpMethod.GET, "/", "X-Request-Id", "a-1.b:c").header("X-Request-Id"))
          .isEqualTo("a-1.b:c");
      for (String malformed : List.of("", "with space", "x".repeat(101), "\"quoted\"")) {
        assertThat(
                client.ask(HttpMethod.GET, "/", "X-Request-Id", malformed).header("X-Request-Id"))
            .isNotEqualTo(malformed)
            .isNotBlank();
      }
    }
  }
}
