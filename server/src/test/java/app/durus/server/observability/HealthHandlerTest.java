package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.database.PostgresExtension;
import app.durus.server.database.TestDatabase;
import app.durus.server.hilla.RunningServer;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
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

  private HttpResponse<String> healthWith(Pool pool) {
    try (RunningServer server =
        RunningServer.of(vertx, router -> router.get("/health").handler(new HealthHandler(pool)))) {
      return server.get("/health");
    }
  }

  @Test
  void withItsDatabaseTheServerIsReady(TestDatabase database) {
    HttpResponse<String> response = healthWith(database.pool(vertx));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"server\":\"up\",\"database\":\"up\"}");
  }

  @Test
  void withoutItsDatabaseTheServerLivesAndIsNotReady(TestDatabase database) {
    Pool nowhere =
        PgBuilder.pool()
            .connectingTo(database.connectOptions().setDatabase("nowhere"))
            .using(vertx)
            .build();

    HttpResponse<String> response = healthWith(nowhere);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("{\"server\":\"up\",\"database\":\"down\"}");
  }
}
