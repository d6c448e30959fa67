package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.protocols.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppServerTest {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(Protocol.HTTP_2_PRIOR_KNOWLEDGE.options());

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void anHttp2ConnectionHasALimitedNumberOfStreams() {
    Router router = Router.router(vertx);
    router.route().handler(context -> context.response().end());
    int port =
        AppServer.create(vertx, "127.0.0.1", 0, TrustedProxies.parse(""), router)
            .listen()
            .await()
            .actualPort();

    Http2Settings settings =
        client
            .request(new RequestOptions().setHost("127.0.0.1").setPort(port))
            .compose(request -> request.send().map(answer -> request.connection().remoteSettings()))
            .await();

    assertThat(settings.getMaxConcurrentStreams()).isEqualTo(32);
  }
}
