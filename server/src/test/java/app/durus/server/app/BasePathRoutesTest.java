package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.protocols.ProtocolClient.Answer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What leaves the server has the base path: pages, cookies and redirects. */
class BasePathRoutesTest extends RoutesFixture {

  private static ProtocolClient client(Protocol protocol) {
    return new ProtocolClient(vertx, protocol, belowBasePath.actualPort());
  }

  @ParameterizedTest
  @EnumSource
  void thePageNamesTheBasePath(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      for (String path : List.of("/durus/app/", "/durus/app/browse")) {
        Answer page = client.ask(HttpMethod.GET, path, "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(new String(page.body(), StandardCharsets.UTF_8))
            .contains("<base href=\"/durus/app/\" />");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void cookiesReachNoOtherProgramOfTheHost(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      Answer signedUp =
          client.send(
              HttpMethod.POST,
              "/durus/app/connect/AccountEndpoint/signUp",
              "{\"name\":\"Listener "
                  + protocol
                  + "\",\"password\":\"correct horse battery\",\"invitation\":null}",
              "Content-Type",
              "application/json");
      assertThat(signedUp.status()).isEqualTo(200);
      assertThat(signedUp.headers().getAll("Set-Cookie"))
          .hasSize(2)
          .anyMatch(
              cookie ->
                  cookie.startsWith("durus_session=") && cookie.contains("; Path=/durus/app/;"))
          .anyMatch(
              cookie ->
                  cookie.startsWith("durus_device=")
                      && cookie.contains("; Path=/durus/app/connect/AccountEndpoint;"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoAsksBesideItIsLedThereOrFindsNothing(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      for (String path : List.of("/", "/durus/app")) {
        Answer answer = client.get(path);
        assertThat(answer.status()).as(path).isEqualTo(302);
        assertThat(answer.header("Location")).as(path).isEqualTo("/durus/app/");
      }
      for (String path : List.of("/durus", "/durus/application/", "/sw.js", "/connect/x/y")) {
        assertThat(client.get(path).status()).as(path).isEqualTo(404);
      }
      assertThat(client.get("/health/live").status()).isEqualTo(200);
    }
  }
}
