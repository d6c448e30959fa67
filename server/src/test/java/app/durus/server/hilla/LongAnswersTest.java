package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.hilla.trial.OpenEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongAnswersTest {

  private static final String LONG = "\"" + "as they repeat themselves ".repeat(1_000) + "\"";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private RunningServer server;
  private String answer = "long";

  @BeforeEach
  void serve() {
    Endpoints endpoints =
        RunningServer.endpoints(OpenEndpoint.class)
            .bind(OpenEndpoint.class, "open", call -> Future.succeededFuture(answer))
            .bind(OpenEndpoint.class, "notOpen", call -> Future.succeededFuture("not open"))
            .build();
    server =
        RunningServer.serving(vertx, endpoints, token -> Future.succeededFuture(Caller.ANONYMOUS));
  }

  @AfterEach
  void end() throws Exception {
    server.close();
    vertx.close().await();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, GZIP;q=0.5, br"})
  void longAnswersAreCompressedForClientsThatAcceptGzip(String accepted) throws Exception {
    answer = LONG.substring(1, LONG.length() - 1);
    HttpResponse<byte[]> response = ask(accepted);
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(response.body().length).isLessThan(LONG.length() / 4);
    assertThat(unpacked(response.body())).isEqualTo(LONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "br"})
  void longAnswersAreNotCompressedForOtherClients(String accepted) throws Exception {
    answer = LONG.substring(1, LONG.length() - 1);
    HttpResponse<byte[]> response = ask(accepted);
    assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(LONG);
  }

  @Test
  void shortAnswersAreNotCompressed() throws Exception {
    assertThat(ask("gzip").headers().firstValue("Content-Encoding")).isEmpty();
  }

  private HttpResponse<byte[]> ask(String accepted) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.port() + "/connect/OpenEndpoint/open"))
            .header("Content-Type", "application/json")
            .header("Accept-Encoding", accepted)
            .POST(BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static String unpacked(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
