package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.ServerPath;
import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.protocols.ProtocolClient.Answer;
import app.durus.server.waiting.Answers;
import app.durus.server.waiting.Eventually;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Issue 13, row 9: every route as {@code Main} mounts it, by each protocol, failures included. */
class RoutesTest extends RoutesFixture {

  /** The server answers requests for texts at the address of a page, by their query. */
  private static final String TEXTS = "/";

  /** A request and the status of its answer; a body is sent as JSON. */
  private record Row(int status, HttpMethod method, String path, String body, String... headers) {

    static Row get(int status, String path, String... headers) {
      return new Row(status, HttpMethod.GET, path, "", headers);
    }

    Row below(String basePath) {
      return new Row(status, method, basePath + path, body, headers);
    }

    static Row call(int status, String method, String body) {
      String[] json = {"Content-Type", "application/json"};
      return new Row(status, HttpMethod.POST, "/connect/" + method, body, json);
    }
  }

  private static List<Row> rows() {
    return List.of(
        Row.get(200, "/health"),
        Row.get(200, "/health/ready"),
        Row.get(200, "/health/live"),
        Row.call(200, "AccountEndpoint/session", "{}"),
        Row.call(401, "ListeningEndpoint/sync", "{}"),
        Row.call(404, "NoEndpoint/none", "{}"),
        Row.call(400, "CatalogueEndpoint/changes", "{}"),
        Row.get(405, "/connect/AccountEndpoint/session"),
        new Row(415, HttpMethod.POST, "/connect/AccountEndpoint/session", "{}"),
        Row.get(200, audio),
        Row.get(206, audio, "Range", "bytes=0-9"),
        Row.get(304, audio, "If-None-Match", "*"),
        Row.get(416, audio, "Range", "bytes=99999999-"),
        Row.get(200, audio + ".json"),
        new Row(405, HttpMethod.DELETE, audio, ""),
        Row.get(404, "/audio/" + "0".repeat(64) + ".mp3"),
        Row.get(404, "/audio/none"),
        Row.get(500, UNREADABLE),
        Row.get(500, UNREADABLE + ".json", "Range", "bytes=0-9"),
        Row.get(200, cover),
        Row.get(206, cover, "Range", "bytes=0-9"),
        Row.get(416, cover, "Range", "bytes=99999999-"),
        new Row(405, HttpMethod.PUT, cover, ""),
        Row.get(404, "/covers/none"),
        Row.get(200, snapshot),
        Row.get(200, snapshot, "Accept-Encoding", "br, gzip"),
        Row.get(206, snapshot, "Range", "bytes=0-3"),
        Row.get(304, snapshot, "If-None-Match", "*"),
        Row.get(406, snapshot, "Accept-Encoding", "br"),
        new Row(405, HttpMethod.POST, snapshot, ""),
        Row.get(404, "/catalogue/" + "e".repeat(32) + "-8-" + "f".repeat(32) + ".ndjson"),
        Row.get(404, "/catalogue/none"),
        Row.get(404, "/catalogue/latest"),
        new Row(405, HttpMethod.POST, "/catalogue/latest", ""),
        Row.get(401, "/export"),
        Row.get(302, "/openid/sign-in"),
        Row.get(302, "/openid/callback"),
        Row.get(302, "/openid/callback?state=s&code=c", "Cookie", "durus_openid=none"),
        Row.get(401, "/export", "Cookie", "durus_session=" + "A".repeat(43)),
        new Row(405, HttpMethod.POST, "/export", "{}"),
        Row.get(200, "/"),
        Row.get(200, "/?v-r=i18n&langtag=en"),
        Row.get(400, "/?v-r=%zz"),
        Row.get(200, "/VAADIN/build/indexhtml-Ab12.js"),
        Row.get(404, "/VAADIN/build/missing.js"),
        Row.get(404, "/missing.js"),
        Row.get(400, "/%zz"),
        new Row(405, HttpMethod.POST, "/", "{}"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each answer has the security headers, and no failure may be cached")
  void eachAnswerHasTheSecurityHeaders(Protocol protocol) {
    walk(protocol, server, rows());
  }

  @ParameterizedTest
  @EnumSource
  void belowABasePathEachRouteAnswersAsAtTheRoot(Protocol protocol) {
    walk(protocol, belowBasePath, rows().stream().map(row -> row.below("/durus/app")).toList());
  }

  @ParameterizedTest
  @EnumSource
  void answersWithoutADatabaseHaveTheSecurityHeadersToo(Protocol protocol) {
    walk(
        protocol,
        withoutDatabase,
        List.of(
            Row.get(503, "/health"),
            Row.get(503, "/catalogue/latest"),
            Row.call(500, "CatalogueEndpoint/changes", "{\"cursor\":0}")));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("R17.4: any cache may keep a snapshot for ever, whoever asked")
  void aSnapshotMayBeKeptForEver(Protocol protocol) {
    try (ProtocolClient client = new ProtocolClient(vertx, protocol, server.actualPort())) {
      Answer answer = client.send(HttpMethod.GET, snapshot, "", "Accept-Encoding", "gzip");
      assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
      assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(answer.header("Vary")).isEqualToIgnoringCase("Accept-Encoding");
      assertThat(answer.header("Set-Cookie")).isNull();
      assertThat(answer.header("ETag")).isNotBlank();
    }
  }

  @Test
  void aServerAtItsLimitAnswers503AndStaysAlive() {
    int port = forOneRequest.actualPort();
    try (ProtocolClient busy = new ProtocolClient(vertx, Protocol.HTTP_1_1, port);
        ProtocolClient asking = new ProtocolClient(vertx, Protocol.HTTP_1_1, port)) {
      HttpClientRequest unfinished =
          Answers.await(
              busy.request(
                  HttpMethod.POST,
                  "/connect/AccountEndpoint/session",
                  "Content-Type",
                  "application/json",
                  "Content-Length",
                  "2"));
      unfinished.write("{");
      Answer health =
          Eventually.get(
              "a server without room", () -> asking.get("/health"), told -> told.status() == 503);

      assertThat(new String(health.body(), StandardCharsets.UTF_8)).contains("overloaded");
      assertThat(asking.get("/health/live").status()).isEqualTo(200);
      assertThat(asking.get("/").status()).isEqualTo(503);
    }
  }

  private static void walk(Protocol protocol, HttpServer asked, List<Row> rows) {
    SoftAssertions softly = new SoftAssertions();
    try (ProtocolClient client = new ProtocolClient(vertx, protocol, asked.actualPort())) {
      for (Row row : rows) {
        Answer answer = client.send(row.method(), row.path(), row.body(), row.headers());
        softly.assertThat(answer.status()).as(row.toString()).isEqualTo(row.status());
        assertGuarded(softly, row, answer);
        if (row.status() >= 400) {
          assertNotKept(softly, row, answer);
        }
      }
    }
    softly.assertAll();
  }

  private static void assertGuarded(SoftAssertions softly, Row row, Answer answer) {
    for (String[] expected :
        new String[][] {
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"},
          // Not over TLS.
          {"Strict-Transport-Security", null},
        }) {
      softly.assertThat(answer.header(expected[0])).as(row + expected[0]).isEqualTo(expected[1]);
    }
    softly
        .assertThat(answer.header("Content-Security-Policy"))
        .as(row.toString())
        .contains("default-src 'self'");
  }

  private static void assertNotKept(SoftAssertions softly, Row row, Answer answer) {
    softly.assertThat(answer.header("Cache-Control")).as(row.toString()).isEqualTo("no-store");
    for (String name : List.of("ETag", "Last-Modified", "Expires", "Accept-Ranges")) {
      softly.assertThat(answer.header(name)).as(row + name).isNull();
    }
  }

  @Test
  @DisplayName("the mounted routes equal the table of this test")
  void theMountedRoutesEqualTheTable() {
    assertThat(
            router.getRoutes().stream()
                .map(route -> route.isRegexPath() ? route.getName() : route.getPath())
                .filter(Objects::nonNull)
                .filter(path -> !path.equals(TEXTS))
                .map(path -> "/" + path.replace("\\", "").split("/")[1]))
        .hasSameElementsAs(Stream.of(ServerPath.values()).map(ServerPath::path).toList());
  }

  @Test
  @DisplayName("the list of the worker and of the development server equals the server's paths")
  void theClientsListEqualsTheTable() throws IOException {
    assertThat(new JsonArray(Files.readString(Path.of("frontend/server-routes.json"))))
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ServerPath.values()).map(ServerPath::path).toList());
  }

  @Test
  @DisplayName("the walk visits each route that is mounted at a path")
  void theWalkVisitsEachRoute() {
    assertThat(router.getRoutes().stream().map(Route::getPath).filter(Objects::nonNull))
        .isNotEmpty()
        .allMatch(path -> rows().stream().anyMatch(row -> row.path().startsWith(path)));
  }
}
