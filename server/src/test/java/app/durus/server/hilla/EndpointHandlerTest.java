package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.errors.RequestError;
import app.durus.server.hilla.trial.OpenEndpoint;
import app.durus.server.hilla.trial.TrialEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointHandlerTest {

  private static final UUID LISTENER = UUID.randomUUID();
  private static final AtomicInteger ANSWERED = new AtomicInteger();

  private static Vertx vertx;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    Endpoints endpoints =
        Endpoints.ofPackageOf(TrialEndpoint.class)
            .bind(TrialEndpoint.class, "echo", EndpointHandlerTest::echo)
            .bind(TrialEndpoint.class, "nothing", call -> Future.succeededFuture())
            .bind(
                TrialEndpoint.class,
                "refused",
                call -> Future.failedFuture(RequestError.wrongListener("Another listener's.")))
            .bind(
                TrialEndpoint.class,
                "busy",
                call -> Future.failedFuture(RequestError.unavailable("Busy.", 7)))
            .bind(
                TrialEndpoint.class,
                "broken",
                call -> Future.failedFuture(new IllegalStateException("a secret of the inside")))
            .bind(TrialEndpoint.class, "answersAnotherType", call -> Future.succeededFuture(42))
            .bind(TrialEndpoint.class, "signedIn", EndpointHandlerTest::listener)
            .bind(TrialEndpoint.class, "inRole", EndpointHandlerTest::listener)
            .bind(TrialEndpoint.class, "denied", EndpointHandlerTest::listener)
            .bind(TrialEndpoint.class, "unannotated", EndpointHandlerTest::listener)
            .bind(OpenEndpoint.class, "open", call -> Future.succeededFuture("open"))
            .bind(OpenEndpoint.class, "notOpen", EndpointHandlerTest::listener)
            .build();
    server = RunningServer.serving(vertx, endpoints, EndpointHandlerTest::callerOf);
  }

  @AfterAll
  static void stop() {
    server.close();
    vertx.close().await();
  }

  @BeforeEach
  void nothingWasAnsweredYet() {
    ANSWERED.set(0);
  }

  private static Future<TrialEndpoint.Echo> echo(Call call) {
    ANSWERED.incrementAndGet();
    return Future.succeededFuture(
        new TrialEndpoint.Echo(
            call.textParameter("text"),
            call.longParameter("number"),
            call.json("small").intValue(),
            call.json("flag").booleanValue(),
            call.json("list").size(),
            call.json("more") == null ? null : call.textParameter("more")));
  }

  private static Future<String> listener(Call call) {
    ANSWERED.incrementAndGet();
    return Future.succeededFuture(call.caller().listenerId().toString());
  }

  private static Future<Caller> callerOf(String token) {
    return Future.succeededFuture(
        switch (token) {
          case "listener" -> Caller.of(LISTENER);
          case "importer" -> new Caller(java.util.Optional.of(LISTENER), Set.of("importer"));
          default -> Caller.ANONYMOUS;
        });
  }

  private static JsonObject echoBody() {
    return new JsonObject(
        """
        {"text": "درس", "number": 9007199254740991, "small": -1, "flag": true,
         "list": ["a", 2], "pair": {}, "more": null}\
        """);
  }

  @Test
  void everyKindOfParameterArrivesAndTheAnswerIsJson() {
    HttpResponse<String> response = server.call("TrialEndpoint/echo", echoBody());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.body())
        .isEqualTo(
            """
            {"text":"درس","number":9007199254740991,"small":-1,"flag":true,\
            "listed":2,"more":null}\
            """);
  }

  @Test
  void namesAreFoundIgnoringCaseAsInHilla() {
    assertThat(server.call("trialendpoint/ECHO", echoBody()).statusCode()).isEqualTo(200);
  }

  @Test
  void anUnknownMemberIsIgnored() {
    assertThat(server.call("TrialEndpoint/echo", echoBody().put("newer", 1)).statusCode())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("Hilla's client parses every 200: a method without an answer answers null")
  void aMethodWithoutAnswerAnswersNull() {
    assertThat(server.call("TrialEndpoint/nothing", "{}").body()).isEqualTo("null");
    assertThat(server.call("TrialEndpoint/nothing", "").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text | 1",
        "text | null",
        "number | \"1\"",
        "number | 1.5",
        "number | 1e3",
        "number | 1e999",
        "number | 9223372036854775808",
        "number | -9223372036854775809",
        "number | null",
        "number | true",
        "small | 2147483648",
        "flag | 0",
        "list | {}",
        "pair | []",
        "more | 3",
      })
  void aParameterOfAnotherTypeIsRefusedAndNothingIsDone(String parameter, String value) {
    JsonObject body = echoBody();
    body.remove(parameter);
    String json = body.encode().replaceFirst("\\{", "{\"" + parameter + "\":" + value + ",");

    HttpResponse<String> response = server.call("TrialEndpoint/echo", json);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.messageOf(response)).contains("'" + parameter + "'");
    assertThat(ANSWERED).hasValue(0);
  }

  @Test
  void aMissingParameterIsRefusedUnlessItMayBeNull() {
    JsonObject withoutMore = echoBody();
    withoutMore.remove("more");
    JsonObject withoutText = echoBody();
    withoutText.remove("text");

    assertThat(server.call("TrialEndpoint/echo", withoutMore).statusCode()).isEqualTo(200);
    assertThat(server.call("TrialEndpoint/echo", withoutText).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"number\": NaN}",
        "{} {}",
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": {\"b\": 1, \"b\": 2}}",
      })
  @DisplayName("R14: what is not one JSON object is refused whole")
  void whatIsNotOneJsonObjectIsRefused(String body) {
    HttpResponse<String> response = server.call("TrialEndpoint/nothing", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.messageOf(response)).isNotBlank();
  }

  @Test
  void jsonThatIsNestedDeeplyIsRefused() {
    String deep = "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

    assertThat(
            server
                .call("TrialEndpoint/nothing", deep, "Cookie", "durus_session=listener")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aNumberOfAbsurdLengthIsRefused() {
    String long100k = "{\"a\":" + "9".repeat(100_000) + "}";

    assertThat(
            server
                .call("TrialEndpoint/nothing", long100k, "Cookie", "durus_session=listener")
                .statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TrialEndpoint/unknown",
        "UnknownEndpoint/echo",
        "TrialEndpoint",
        "TrialEndpoint/echo/more",
        "TrialEndpoint/toString",
        "TrialEndpoint/",
      })
  void anUnknownEndpointOrMethodIsNotFound(String path) {
    HttpResponse<String> response = server.call(path, "{}");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(RunningServer.messageOf(response)).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "OPTIONS", "DELETE"})
  void onlyPostCalls(String httpMethod) {
    HttpResponse<String> response =
        server.send(
            server
                .request("/connect/TrialEndpoint/echo")
                .method(httpMethod, BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x"
      })
  void whatAFormCanSendIsNotJson(String contentType) {
    HttpResponse<String> response =
        server.send(
            server
                .request("/connect/TrialEndpoint/nothing")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("{}")));

    assertThat(response.statusCode()).isEqualTo(415);
  }

  @Test
  void aContentTypeMayNameItsCharset() {
    HttpResponse<String> response =
        server.send(
            server
                .request("/connect/TrialEndpoint/nothing")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "TrialEndpoint/signedIn, '', 401",
    "TrialEndpoint/signedIn, expired, 401",
    "TrialEndpoint/signedIn, listener, 200",
    "TrialEndpoint/inRole, '', 401",
    "TrialEndpoint/inRole, listener, 403",
    "TrialEndpoint/inRole, importer, 200",
    "TrialEndpoint/denied, importer, 403",
    "TrialEndpoint/unannotated, importer, 403",
    "OpenEndpoint/open, '', 200",
    "OpenEndpoint/open, expired, 200",
    "OpenEndpoint/notOpen, '', 401",
    "OpenEndpoint/notOpen, listener, 200",
  })
  void accessIsWhatTheAnnotationsSay(String method, String token, int status) {
    HttpResponse<String> response =
        token.isEmpty()
            ? server.call(method, "{}")
            : server.call(method, "{}", "Cookie", "durus_session=" + token);

    assertThat(response.statusCode()).isEqualTo(status);
    if (status != 200) {
      assertThat(ANSWERED).hasValue(0);
    }
  }

  @Test
  @DisplayName("R15: the status reaches Hilla's client, which forgets it where a type is given")
  void aRefusalKeepsItsStatusAndHasNoType() {
    HttpResponse<String> response = server.call("TrialEndpoint/refused", "{}");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).isEqualTo("{\"message\":\"Another listener's.\"}");
  }

  @Test
  void aBusyServerSaysWhenToTryAgain() {
    HttpResponse<String> response = server.call("TrialEndpoint/busy", "{}");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"broken", "answersAnotherType"})
  void aFaultTellsTheCallerNoDetails(String method) {
    HttpResponse<String> response = server.call("TrialEndpoint/" + method, "{}");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("{\"message\":\"The server failed to answer.\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, same-origin, 200",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, none, 403",
    "Origin, null, 403",
    "Origin, https://evil.example, 403",
    "Origin, http://127.0.0.1:1, 403",
    "Origin, http://127.0.0.1, 403",
    "Origin, http://127.0.0.1:PORT, 200",
    "Origin, http://127.0.0.1:PORT.evil.example, 403",
    "Origin, http://user@127.0.0.1:PORT@evil.example, 403",
    "Origin, not an origin, 403",
  })
  @DisplayName("R16: a page of another site cannot call in a listener's name")
  void anotherSitesPageIsRefused(String header, String value, int status) {
    String sent = value.replace("PORT", String.valueOf(server.port()));

    HttpResponse<String> response =
        server.call(
            "TrialEndpoint/signedIn", "{}", header, sent, "Cookie", "durus_session=listener");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(ANSWERED).hasValue(status == 200 ? 1 : 0);
  }

  @Test
  void secFetchSiteDecidesBeforeOrigin() {
    assertThat(
            server
                .call(
                    "OpenEndpoint/open",
                    "{}",
                    "Sec-Fetch-Site",
                    "same-origin",
                    "Origin",
                    "http://localhost:5173")
                .statusCode())
        .as("a development proxy in between")
        .isEqualTo(200);
  }

  @Test
  void aRefusalOfAnotherSiteSaysWhichHeaderDiffers() {
    assertThat(
            RunningServer.messageOf(
                server.call("OpenEndpoint/open", "{}", "Sec-Fetch-Site", "cross-site")))
        .contains("Sec-Fetch-Site is cross-site");
    assertThat(
            RunningServer.messageOf(
                server.call("OpenEndpoint/open", "{}", "Origin", "http://durus.example")))
        .contains("Origin is http://durus.example")
        .contains("Host is 127.0.0.1:" + server.port())
        .contains("TRUSTED_PROXIES");
  }

  @ParameterizedTest
  @CsvSource({
    "http://durus_home.local, durus_home.local, 200",
    "https://durus_home.local, durus_home.local, 200",
    "https://durus.example:8443, durus.example:8443, 200",
    "https://durus.example, durus.example:443, 200",
    "https://durus.example, durus.example:8443, 403",
    "https://durus_home.local, durus.home.local, 403",
  })
  void behindATrustedProxyTheHostIsTheOneThatTheBrowserAsked(
      String origin, String forwardedHost, int status) {
    assertThat(
            server
                .call(
                    "OpenEndpoint/open", "{}", "Origin", origin, "X-Forwarded-Host", forwardedHost)
                .statusCode())
        .isEqualTo(status);
  }
}
