package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.waiting.Eventually;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(PostgresExtension.class)
class VertxMetricsTest {

  private final HttpClient client = HttpClient.newHttpClient();
  private MetricsServer metrics;
  private Vertx vertx;
  private int metricsPort;
  private int appPort;

  @BeforeEach
  void start() {
    metrics = new MetricsServer();
    vertx = VertxMetrics.builder(metrics.registry()).build();
    metricsPort = metrics.listen(vertx, "127.0.0.1", 0).await();
    appPort =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().setStatusCode(418).end("a body"))
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    metrics.close();
  }

  @Test
  @DisplayName("requests are counted and timed by status alone, and their sizes are not measured")
  void requestsAreMeasuredByStatus() {
    get(appPort, "/some/path");
    get(appPort, "/another/path");

    String figures =
        Eventually.get(
            "two measured requests",
            () -> get(metricsPort, "/metrics"),
            text -> text.contains("vertx_http_server_requests_total{code=\"418\"} 2.0"));

    assertThat(figures)
        .contains("vertx_http_server_response_time_seconds_count{code=\"418\"} 2")
        .contains("vertx_http_server_active_requests ")
        .doesNotContain("vertx_http_server_response_bytes", "vertx_http_server_request_bytes")
        .doesNotContain("/some/path", "127.0.0.1");
  }

  @Test
  @DisplayName("connection pools are measured by name, and event loops by their waiting tasks")
  void poolsAndEventLoopsAreMeasured(TestDatabase database) {
    Pool pool = database.pool(vertx);
    pool.query("SELECT 1").execute().await();

    assertThat(get(metricsPort, "/metrics"))
        .containsPattern("vertx_pool_completed_total\\{pool_name=\"[^\"]*\",pool_type=\"sql\"")
        .containsPattern("vertx_pool_queue_pending\\{pool_name=\"[^\"]*\",pool_type=\"sql\"")
        .contains("netty_eventexecutor_tasks_pending");
  }

  @Test
  @DisplayName(
      "the meter filter is registered before the first meter, so that Micrometer does not warn")
  void micrometerDoesNotWarn() {
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    Logger micrometer = (Logger) LoggerFactory.getLogger("io.micrometer");
    micrometer.addAppender(said);
    try (MetricsServer other = new MetricsServer()) {
      VertxMetrics.builder(other.registry());
    } finally {
      micrometer.detachAppender(said);
    }
    assertThat(said.list).isEmpty();
  }

  private String get(int port, String path) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
