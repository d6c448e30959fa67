package app.durus.server.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.protocols.ProtocolClient.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureHandlerTest {

  /** All headers that a failure's answer may have, in lower case. */
  private static final Set<String> EXPECTED =
      Set.of(
          "cache-control",
          "content-length",
          "content-security-policy",
          "cross-origin-opener-policy",
          "cross-origin-resource-policy",
          "permissions-policy",
          "referrer-policy",
          "x-content-type-options");

  private static Vertx vertx;
  private static HttpServer server;

  @BeforeAll
  static void aServerWhoseRoutesFail() {
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    new FailureHandler().mount(router);
    router.route().handler(new SecurityHeaders());
    router.get("/throws").handler(FailureHandlerTest::throwing);
    router.get("/fails").handler(FailureHandlerTest::failing);
    router.get("/refuses").handler(context -> describe(context, 1_000).fail(503));
    router.get("/begun").handler(FailureHandlerTest::failingInTheMidst);
    router.get("/works").handler(context -> context.end("works"));
    server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  private static void throwing(RoutingContext context) {
    describe(context, 1_000);
    throw new IllegalStateException("on purpose");
  }

  private static void failing(RoutingContext context) {
    describe(context, 1_000);
    vertx.runOnContext(later -> context.fail(new IllegalStateException("on purpose")));
  }

  private static void failingInTheMidst(RoutingContext context) {
    describe(context, 1_000)
        .response()
        .write("the beginning")
        .onSuccess(written -> context.fail(new IllegalStateException("on purpose")));
  }

  /** The headers of the intended answer. */
  private static RoutingContext describe(RoutingContext context, int lengthBytes) {
    HttpServerResponse response = context.response();
    response
        .setStatusCode(206)
        .putHeader("Cache-Control", "public, max-age=31536000, immutable")
        .putHeader("ETag", "\"tag\"")
        .putHeader("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT")
        .putHeader("Expires", "Mon, 22 Nov 2027 00:00:00 GMT")
        .putHeader("Accept-Ranges", "bytes")
        .putHeader("Content-Range", "bytes 0-999/2000")
        .putHeader("Content-Encoding", "br")
        .putHeader("Content-Type", "audio/mpeg")
        .putHeader("Content-Length", Integer.toString(lengthBytes))
        .addCookie(Cookie.cookie("durus_session", "secret"));
    return context;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("the answer to a failure has no headers of the handler that failed")
  void aFailureHasItsOwnHeaders(Protocol protocol) {
    try (ProtocolClient client = new ProtocolClient(vertx, protocol, server.actualPort())) {
      assertIsFailure(client.get("/throws"), 500);
      assertIsFailure(client.get("/fails"), 500);
      assertIsFailure(client.get("/refuses"), 503);
      assertIsFailure(client.get("/throws", "Cookie", "durus_session=mine"), 500);
    }
  }

  @ParameterizedTest
  @EnumSource
  void unknownAndMalformedRequestsHaveTheSameHeaders(Protocol protocol) {
    try (ProtocolClient client = new ProtocolClient(vertx, protocol, server.actualPort())) {
      assertIsFailure(client.get("/nowhere"), 404);
      assertIsFailure(client.get("/%zz"), 400);
      assertThat(client.ask(HttpMethod.POST, "/works").status()).isEqualTo(405);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "an answer that fails after its headers is reset, so that no client takes it as complete")
  void anAnswerThatFailsAfterItsHeadersIsReset(Protocol protocol) {
    try (ProtocolClient client = new ProtocolClient(vertx, protocol, server.actualPort())) {
      assertThatThrownBy(() -> client.get("/begun")).isNotInstanceOf(AssertionError.class);
      assertThat(client.get("/works").body()).asString().isEqualTo("works");
    }
  }

  private static void assertIsFailure(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.headers().names())
        .extracting(name -> name.toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrderElementsOf(EXPECTED);
  }
}
