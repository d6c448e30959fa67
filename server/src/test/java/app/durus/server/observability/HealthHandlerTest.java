package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.hilla.RunningServer;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthHandlerTest {

  private Vertx vertx;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private HttpResponse<String> healthWith(Optional<String> trouble, String path) {
    return healthWith(trouble, false, path);
  }

  private HttpResponse<String> healthWith(Optional<String> trouble, boolean stopping, String path) {
    try (RunningServer server =
        RunningServer.of(
            vertx,
            router -> {
              router.get("/health").handler(new HealthHandler(() -> trouble, () -> stopping));
              router.get("/health/live").handler(HealthHandler::live);
            })) {
      return server.get(path);
    }
  }

  @Test
  void aServerWithItsDatabaseIsReady() {
    HttpResponse<String> response = healthWith(Optional.empty(), "/health");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"server\":\"up\",\"database\":\"up\"}");
  }

  @Test
  void aServerThatIsAboutToStopIsAliveButNotReady() {
    HttpResponse<String> ready = healthWith(Optional.empty(), true, "/health");

    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("{\"server\":\"stopping\",\"database\":\"up\"}");
    assertThat(healthWith(Optional.empty(), true, "/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aServerWithoutItsDatabaseIsAliveButNotReady() {
    Optional<String> trouble = Optional.of("commit lane 1: no answer");

    HttpResponse<String> ready = healthWith(trouble, "/health");

    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("{\"server\":\"up\",\"database\":\"down\"}");
    assertThat(healthWith(trouble, "/health/live").statusCode()).isEqualTo(200);
  }
}
