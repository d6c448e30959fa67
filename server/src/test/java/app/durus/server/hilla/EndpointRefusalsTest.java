package app.durus.server.hilla;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call, and how a refusal is answered. */
class EndpointRefusalsTest extends TrialEndpointsFixture {

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
  void accessFollowsTheAnnotations(String method, String token, int status) {
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
  @DisplayName(
      "R15: a refusal has no type, because Hilla's client drops the status where a type is given")
  void aRefusalHasItsStatusAndNoType() {
    HttpResponse<String> response = server.call("TrialEndpoint/refused", "{}");

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).isEqualTo("{\"message\":\"Another listener's.\"}");
  }

  @Test
  void aBusyServerSendsRetryAfter() {
    HttpResponse<String> response = server.call("TrialEndpoint/busy", "{}");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"broken", "answersAnotherType"})
  void anInternalErrorSendsNoDetails(String method) {
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
  void callsFromAnotherSiteAreRefused(String header, String value, int status) {
    String sent = value.replace("PORT", String.valueOf(server.port()));

    HttpResponse<String> response =
        server.call(
            "TrialEndpoint/signedIn", "{}", header, sent, "Cookie", "durus_session=listener");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(ANSWERED).hasValue(status == 200 ? 1 : 0);
  }

  @Test
  void secFetchSiteTakesPrecedenceOverOrigin() {
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
  void aCrossSiteRefusalLogsTheHeaderThatDiffers() {
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
  void behindATrustedProxyTheForwardedHostCounts(String origin, String forwardedHost, int status) {
    assertThat(
            server
                .call(
                    "OpenEndpoint/open", "{}", "Origin", origin, "X-Forwarded-Host", forwardedHost)
                .statusCode())
        .isEqualTo(status);
  }
}
