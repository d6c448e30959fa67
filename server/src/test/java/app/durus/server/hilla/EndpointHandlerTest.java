package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls are read and answered. */
class EndpointHandlerTest extends TrialEndpointsFixture {

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
  void endpointNamesIgnoreCaseAsInHilla() {
    assertThat(server.call("trialendpoint/ECHO", echoBody()).statusCode()).isEqualTo(200);
  }

  @Test
  void anUnknownMemberIsIgnored() {
    assertThat(server.call("TrialEndpoint/echo", echoBody().put("newer", 1)).statusCode())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("a void method answers null, because Hilla's client parses every 200")
  void aVoidMethodAnswersNull() {
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
  void aParameterOfAnotherTypeIsRefusedBeforeTheCall(String parameter, String value) {
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
  @DisplayName("R14: a body that is not one JSON object is refused")
  void aBodyThatIsNotOneJsonObjectIsRefused(String body) {
    HttpResponse<String> response = server.call("TrialEndpoint/nothing", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningServer.messageOf(response)).isNotBlank();
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    String deep = "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

    assertThat(
            server
                .call("TrialEndpoint/nothing", deep, "Cookie", "durus_session=listener")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aNumberWithTooManyDigitsIsRefused() {
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
  void onlyPostIsAllowed(String httpMethod) {
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
  void theContentTypesOfFormsAreRefused(String contentType) {
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
}
