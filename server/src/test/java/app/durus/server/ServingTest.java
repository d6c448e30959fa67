package app.durus.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.TrustedProxies;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServingTest {

  private static final long UNDER_WAY_MS = 300;

  @Test
  void aRequestUnderWayIsAnsweredWithAllThatItNeedsBeforeAnythingElseStops() throws Exception {
    Serving serving = new Serving();
    Vertx vertx = serving.runs(Vertx.vertx());
    // Made as the pools of the database and the workers of passwords are: not by the servers.
    WorkerExecutor workers = vertx.createSharedWorkerExecutor("needed");
    CountDownLatch begun = new CountDownLatch(1);
    int port =
        serving.listen(
            "127.0.0.1",
            0,
            TrustedProxies.parse(""),
            () -> {
              Router router = Router.router(vertx);
              router
                  .get("/")
                  .handler(
                      context -> {
                        begun.countDown();
                        vertx
                            .timer(Duration.ofMillis(UNDER_WAY_MS).toMillis())
                            .compose(later -> workers.executeBlocking(() -> "answered"))
                            .onSuccess(context::end)
                            .onFailure(context::fail);
                      });
              return router;
            });
    Vertx outside = Vertx.vertx();
    try {
      Future<HttpResponse<String>> asked =
          WebClient.create(outside)
              .get(port, "localhost", "/")
              .as(io.vertx.ext.web.codec.BodyCodec.string())
              .send();
      begun.await();
      serving.stop();
      assertThat(asked.await().statusCode()).isEqualTo(200);
      assertThat(asked.await().body()).isEqualTo("answered");
    } finally {
      outside.close().await();
    }
  }
}
