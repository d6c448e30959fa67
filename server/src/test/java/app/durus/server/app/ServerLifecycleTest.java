package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.app.settings.Configuration;
import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.observability.HealthHandler;
import app.durus.server.startup.StartupFailure;
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
import java.net.ConnectException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ServerLifecycleTest {

  /** The router's constructor needs one, although these routers have no route. */
  private static final Vertx ROUTES = Vertx.vertx();

  @AfterAll
  static void end() {
    ROUTES.close().await();
  }

  @Test
  void aRunningRequestIsAnsweredBeforeTheServerStops() throws Exception {
    ServerLifecycle serving = new ServerLifecycle(HangGuard.LIMIT, () -> {});
    Vertx vertx = serving.runs(Vertx.vertx());
    CountDownLatch begun = new CountDownLatch(1);
    Promise<Void> release = Promise.promise();
    int port =
        serving
            .listen(plain("127.0.0.1"), () -> answeringAfter(release.future(), begun, vertx))
            .port();
    Vertx outside = Vertx.vertx();
    WebClient client = WebClient.create(outside);
    try {
      Future<HttpResponse<String>> asked =
          client.get(port, "localhost", "/").as(io.vertx.ext.web.codec.BodyCodec.string()).send();
      begun.await();
      Thread stopping = Thread.ofPlatform().start(serving::stop);
      Eventually.isTrue("a server that accepts nobody any more", () -> !accepts(port));
      release.complete();
      assertThat(asked.await().statusCode()).isEqualTo(200);
      assertThat(asked.await().body()).isEqualTo("answered");
      stopping.join();
    } finally {
      client.close();
      outside.close().await();
    }
  }

  @Test
  void beforeItStopsTheServerSaysSoAndAnswersNewConnections() throws Exception {
    CountDownLatch noticed = new CountDownLatch(1);
    ServerLifecycle serving = new ServerLifecycle(HangGuard.LIMIT, noticed::await);
    HealthHandler health = new HealthHandler(Optional::empty, serving::isStopping);
    serving.runs(Vertx.vertx());
    int port = serving.listen(plain("127.0.0.1"), () -> healthy(health)).port();
    Vertx outside = Vertx.vertx();
    try {
      assertThat(status(outside, port, "/health/ready")).isEqualTo(200);
      Thread stopping = Thread.ofPlatform().start(serving::stop);
      Eventually.get(
          "a server that is not ready",
          () -> status(outside, port, "/health/ready"),
          found -> found == 503);
      assertThat(status(outside, port, "/health/live")).isEqualTo(200);
      assertThat(status(outside, port, "/")).isEqualTo(200);
      noticed.countDown();
      stopping.join();
      assertThat(accepts(port)).isFalse();
    } finally {
      noticed.countDown();
      outside.close().await();
    }
  }

  private static Router healthy(HealthHandler health) {
    Router router = Router.router(ROUTES);
    router.get("/health/ready").handler(health);
    router.get("/health/live").handler(HealthHandler::live);
    router.get("/").handler(context -> context.end("served"));
    return router;
  }

  /** Over a connection of its own. */
  private static int status(Vertx vertx, int port, String path) {
    WebClient client = WebClient.create(vertx);
    try {
      return client.get(port, "127.0.0.1", path).send().await().statusCode();
    } finally {
      client.close();
    }
  }

  /**
   * Answers with the help of workers, which the servers do not own, like the pools of the database.
   *
   * @param begun counted down when a request has arrived
   */
  private static Router answeringAfter(Future<Void> release, CountDownLatch begun, Vertx vertx) {
    WorkerExecutor workers = vertx.createSharedWorkerExecutor("needed");
    Router router = Router.router(vertx);
    router
        .get("/")
        .handler(
            context -> {
              begun.countDown();
              release
                  .compose(later -> workers.executeBlocking(() -> "answered"))
                  .onSuccess(context::end)
                  .onFailure(context::fail);
            });
    return router;
  }

  @Test
  void onlyTheConfiguredAddressIsServed() {
    ServerLifecycle serving = new ServerLifecycle();
    serving.runs(Vertx.vertx());
    try {
      int port = listen(serving, "127.0.0.2");

      assertThatCode(() -> new Socket("127.0.0.2", port).close()).doesNotThrowAnyException();
      assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
          .isInstanceOf(ConnectException.class);
    } finally {
      serving.stop();
    }
  }

  @Test
  void everyAddressIsServedByDefaultIncludingIpv6() throws Exception {
    ServerLifecycle serving = new ServerLifecycle();
    serving.runs(Vertx.vertx());
    try {
      int port = listen(serving, Configuration.from(Map.of()).host());

      new Socket("127.0.0.1", port).close();
      if (NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1"))) {
        new Socket("::1", port).close();
      }
    } finally {
      serving.stop();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsReported() {
    ServerLifecycle serving = new ServerLifecycle();
    serving.runs(Vertx.vertx());
    try {
      assertThatThrownBy(() -> listen(serving, "192.0.2.1"))
          .isInstanceOf(StartupFailure.class)
          .hasMessage("192.0.2.1 is not an address of this machine: set HOST to one that is");
    } finally {
      serving.stop();
    }
  }

  private static int listen(ServerLifecycle serving, String host) {
    return serving.listen(plain(host), () -> Router.router(ROUTES)).port();
  }

  private static HttpServers.Binding plain(String host) {
    return new HttpServers.Binding(host, 0, TrustedProxies.parse(""), Optional.empty());
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
