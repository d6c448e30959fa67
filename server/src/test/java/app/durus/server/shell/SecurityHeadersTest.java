package app.durus.server.shell;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.waiting.Answers;
import app.durus.server.waiting.Eventually;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strict-Transport-Security; ShellHandlerTest and RoutesTest have the other headers. */
class SecurityHeadersTest {

  private static final String HSTS = "Strict-Transport-Security";
  private static final String SECRET = "only-for-this-test";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(new HttpClientOptions().setTrustAll(true).setVerifyHost(false));

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void aClientOverTlsGetsHsts(@TempDir Path folder) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PfxOptions().setPath(keyStore(folder).toString()).setPassword(SECRET));
    int port = listen(options, AllowForwardHeaders.NONE);

    assertThat(headers(port, true, "/works").get(HSTS)).isEqualTo("max-age=31536000");
    assertThat(headers(port, true, "/fails").get(HSTS)).isEqualTo("max-age=31536000");
  }

  @Test
  void aClientWithoutTlsGetsNoHstsWhateverItsHeadersSay() {
    int port = listen(new HttpServerOptions(), AllowForwardHeaders.NONE);

    assertThat(headers(port, false, "/works").contains(HSTS)).isFalse();
    assertThat(headers(port, false, "/fails").contains(HSTS)).isFalse();
  }

  @Test
  void theSchemeOfATrustedProxyCounts() {
    int port = listen(new HttpServerOptions(), AllowForwardHeaders.X_FORWARD);

    assertThat(headers(port, false, "/works").get(HSTS)).isEqualTo("max-age=31536000");
  }

  private int listen(HttpServerOptions options, AllowForwardHeaders believed) {
    Router router = Router.router(vertx).allowForward(believed);
    new FailureHandler().mount(router);
    router.route().handler(new SecurityHeaders());
    router.get("/works").handler(context -> context.end("works"));
    return vertx
        .createHttpServer(options)
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .await()
        .actualPort();
  }

  /** The headers of an answer to a request that, by its headers, reached a proxy over https. */
  private MultiMap headers(int port, boolean tls, String path) {
    return Answers.await(
        client
            .request(
                new RequestOptions()
                    .setSsl(tls)
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setMethod(HttpMethod.GET)
                    .setURI(path)
                    .addHeader("X-Forwarded-Proto", "https"))
            .compose(HttpClientRequest::send)
            .map(HttpClientResponse::headers));
  }

  private static Path keyStore(Path folder) throws IOException {
    Path keyStore = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                SECRET)
            .inheritIO()
            .start();
    assertThat(Eventually.ended("keytool", keytool)).isZero();
    return keyStore;
  }
}
