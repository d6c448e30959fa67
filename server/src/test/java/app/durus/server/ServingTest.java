package app.durus.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.waiting.Eventually;
import app.durus.server.waiting.HangGuard;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServingTest {

  @Test
  void aRequestUnderWayIsAnsweredWithAllThatItNeedsBeforeAnythingElseStops() throws Exception {
    Serving serving = new Serving(HangGuard.LIMIT);
    Vertx vertx = serving.runs(Vertx.vertx());
    // Made as the pools of the database and the workers of passwords are: not by the servers.
    WorkerExecutor workers = vertx.createSharedWorkerExecutor("needed");
    CountDownLatch begun = new CountDownLatch(1);
    Promise<Void> goOn = Promise.promise();
    int port =
        serving.listen(
            0,
            () -> {
              Router router = Router.router(vertx);
              router
                  .get("/")
                  .handler(
                      context -> {
                        begun.countDown();
                        goOn.future()
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
      Thread stopping = Thread.ofPlatform().start(serving::stop);
      Eventually.isTrue("a server that accepts nobody any more", () -> !accepts(port));
      goOn.complete();
      assertThat(asked.await().statusCode()).isEqualTo(200);
      assertThat(asked.await().body()).isEqualTo("answered");
      stopping.join();
    } finally {
      outside.close().await();
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
