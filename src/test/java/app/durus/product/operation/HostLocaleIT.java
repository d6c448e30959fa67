package app.durus.product.operation;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.server.Product;
import app.durus.server.waiting.Eventually;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The product on machines whose language has digits of its own, or another "i". On an Arabic
 * machine no push could be stored. On a Turkish one, password hashes were written that no other
 * machine could read.
 */
class HostLocaleIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}-{1}")
  @CsvSource({"ar, EG", "tr, TR", "fa, IR"})
  void accountsWorkInEachLocale(String language, String country) throws Exception {
    String options =
        "-Duser.language="
            + language
            + " -Duser.country="
            + country
            + " -Duser.timezone=Asia/Tehran";
    try (Product product =
            Product.start(folder.resolve("data"), Map.of("JAVA_TOOL_OPTIONS", options));
        HttpClient client = HttpClient.newHttpClient()) {
      Eventually.isTrue(
          "the line that it is ready", () -> product.log().contains("ready: " + product.url()));

      ObjectNode credentials = JSON.createObjectNode().put("name", "Ida").put("password", PASSWORD);
      HttpResponse<String> signedUp =
          call(client, product, "AccountEndpoint/signUp", credentials, "");
      JsonNode account = JSON.readTree(signedUp.body()).get("account");
      assertThat(product.ask("SELECT password_hash FROM listener").orElseThrow())
          .startsWith("$argon2id$v=19$m=19456,t=2,p=1$");

      push(client, product, account, sessionCookie(signedUp));

      HttpResponse<String> signedIn =
          call(client, product, "AccountEndpoint/signIn", credentials, "");
      assertThat(JSON.readTree(signedIn.body()).get("account")).isEqualTo(account);
    }
  }

  private static void push(HttpClient client, Product product, JsonNode account, String session)
      throws Exception {
    UUID intentId = UUID.randomUUID();
    HttpResponse<String> pushed =
        call(
            client,
            product,
            "ListeningEndpoint/sync",
            favorite(product, account.get("listenerId").textValue(), intentId),
            session);
    assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(200);
    assertThat(JSON.readTree(pushed.body()).at("/verdicts/0/outcome").textValue())
        .isEqualTo("APPLIED");
  }

  private static String sessionCookie(HttpResponse<String> answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("durus_session="))
        .map(cookie -> cookie.split(";")[0])
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode favorite(Product product, String listenerId, UUID intentId)
      throws Exception {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("request")
        .put("listenerId", listenerId)
        .put("deviceId", UUID.randomUUID().toString())
        .put("cursor", 0)
        .putArray("intents")
        .addObject()
        .put("id", intentId.toString())
        .put("type", "FAVORITED")
        .put("lectureId", product.ask("SELECT id FROM lecture LIMIT 1").orElseThrow())
        .put("occurredAt", System.currentTimeMillis());
    return body;
  }

  private static HttpResponse<String> call(
      HttpClient client, Product product, String method, ObjectNode body, String cookie)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(product.url() + "/connect/" + method))
            .header("Content-Type", "application/json")
            .header("Cookie", cookie)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
