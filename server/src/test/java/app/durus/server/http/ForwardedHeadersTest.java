package app.durus.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.protocols.Protocol;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request that a route receives when it came through proxies. */
class ForwardedHeadersTest {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http2 =
      vertx.createHttpClient(Protocol.HTTP_2_PRIOR_KNOWLEDGE.options());

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private String seen(String trusted, String headers) throws IOException {
    int port = listen(trusted);
    try (RawHttp connection = new RawHttp(InetAddress.getByName("127.0.0.2"), port)) {
      return connection
          .send("GET / HTTP/1.1\r\nHost: inner:1\r\n" + headers + "\r\n\r\n")
          .read()
          .body();
    }
  }

  private int listen(String trusted) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context ->
                context.end(
                    context.request().remoteAddress().hostAddress()
                        + " "
                        + context.request().isSSL()
                        + " "
                        + context.request().authority()));
    return AppServer.create(vertx, "127.0.0.1", 0, TrustedProxies.parse(trusted), router)
        .listen()
        .await()
        .actualPort();
  }

  private String seenOverHttp2(String trusted) {
    return http2
        .request(
            new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(listen(trusted))
                .putHeader("X-Forwarded-For", "6.6.6.6, 192.0.2.1")
                .putHeader("X-Forwarded-Proto", "https")
                .putHeader("X-Forwarded-Host", "durus.example"))
        .compose(HttpClientRequest::send)
        .compose(HttpClientResponse::body)
        .await()
        .toString();
  }

  @Test
  void forwardedHeadersWorkOverHttp2Too() {
    assertThat(seenOverHttp2("127.0.0.1")).isEqualTo("192.0.2.1 true durus.example");
    assertThat(seenOverHttp2("")).startsWith("127.0.0.1 false 127.0.0.1:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For: 192.0.2.1 | 192.0.2.1 false inner:1",
        "X-Forwarded-For: 6.6.6.6, 192.0.2.1 | 192.0.2.1 false inner:1",
        "X-Forwarded-For: 6.6.6.6, 192.0.2.1, 127.0.0.3 | 192.0.2.1 false inner:1",
        "X-Forwarded-For: 6.6.6.6~X-Forwarded-For: 192.0.2.1 | 192.0.2.1 false inner:1",
        "X-Forwarded-For: 2001:db8::1 | 2001:db8:0:0:0:0:0:1 false inner:1",
        "X-Forwarded-For: [2001:db8::1]:99 | 2001:db8:0:0:0:0:0:1 false inner:1",
        "X-Forwarded-For: 192.0.2.1:99 | 192.0.2.1 false inner:1",
        "X-Forwarded-For: nonsense | 127.0.0.2 false inner:1",
        "X-Forwarded-Proto: https | 127.0.0.2 true inner:1",
        "X-Forwarded-Proto: gopher | 127.0.0.2 false inner:1",
        "X-Forwarded-Ssl: on | 127.0.0.2 true inner:1",
        "X-Forwarded-Host: durus.example~X-Forwarded-Proto: https | 127.0.0.2 true durus.example",
        "X-Forwarded-Host: a_b.local:8443 | 127.0.0.2 false a_b.local:8443",
        "X-Forwarded-Host: durus.example~X-Forwarded-Port: 8443 | 127.0.0.2 false durus.example:8443",
        "X-Forwarded-Host: a b | 127.0.0.2 false inner:1",
        "Forwarded: for=192.0.2.1;proto=https;host=durus.example | 192.0.2.1 true durus.example",
        "Forwarded: for=6.6.6.6;host=evil.example, for=192.0.2.1 | 192.0.2.1 false inner:1",
        "Forwarded: FOR=\"[2001:db8::1]:99\";Proto=HTTPS | 2001:db8:0:0:0:0:0:1 true inner:1",
        "Forwarded: for=192.0.2.1, for=127.0.0.3;host=middle | 192.0.2.1 false inner:1",
        "Forwarded: for=192.0.2.1~X-Forwarded-For: 6.6.6.6 | 192.0.2.1 false inner:1",
        "Forwarded: for=_hidden | 127.0.0.2 false inner:1",
        "Forwarded: for=\"broken | 127.0.0.2 false inner:1",
      })
  void theHeadersOfATrustedProxyAreUsed(String headers, String expected) throws IOException {
    assertThat(seen("127.0.0.0/8", headers.replace("~", "\r\n"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.1",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: evil.example",
        "X-Forwarded-Ssl: on",
        "X-Forwarded-Port: 443",
        "Forwarded: for=192.0.2.1;proto=https;host=evil.example",
      })
  void theHeadersOfOthersAreIgnored(String header) throws IOException {
    assertThat(seen("127.0.0.1, 10.0.0.0/8, ::1", header)).isEqualTo("127.0.0.2 false inner:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "10.0.0/8 x", "/8"})
  void anInvalidRangeIsReported(String member) {
    assertThatThrownBy(() -> TrustedProxies.parse("127.0.0.1, " + member))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(member);
  }

  @Test
  void anIpv6RangeMatchesItsAddresses() throws Exception {
    TrustedProxies proxies = TrustedProxies.parse("2001:db8::/32");

    assertThat(proxies.trusts(InetAddress.getByName("2001:db8:1::5"))).isTrue();
    assertThat(proxies.trusts(InetAddress.getByName("2001:db9::5"))).isFalse();
    assertThat(proxies.trusts(InetAddress.getByName("127.0.0.1"))).isFalse();
  }
}
