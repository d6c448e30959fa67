package app.durus.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.app.settings.TlsFiles;
import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.http.tls.CertificateReload;
import app.durus.server.http.tls.ServerCertificate;
import app.durus.server.observability.MetricsServer;
import app.durus.server.protocols.TestCertificate;
import app.durus.server.startup.StartupFailure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The app over TLS, without a proxy, with a certificate from PEM files that may be renewed. */
class ServesHttpsTest {

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final ServerLifecycle serving = new ServerLifecycle();
  private TlsFiles files;
  private TestCertificate first;

  @BeforeEach
  void makeACertificate() throws Exception {
    first = TestCertificate.forLocalhost(folder, "first");
    files = new TlsFiles(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
    put(first.certificate(), first.key());
  }

  @AfterEach
  void stop() {
    serving.stop();
    vertx.close().await();
  }

  private void put(Path certificate, Path key) throws Exception {
    Files.copy(certificate, files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(key, files.key(), StandardCopyOption.REPLACE_EXISTING);
  }

  private HttpServers serve(ServerCertificate certificate) {
    serving.runs(Vertx.vertx());
    return serving.listen(
        new HttpServers.Binding("127.0.0.1", 0, TrustedProxies.parse(""), Optional.of(certificate)),
        () -> {
          Router router = Router.router(vertx);
          router
              .get("/")
              .handler(context -> context.end(String.valueOf(context.request().isSSL())));
          return router;
        });
  }

  private HttpResponse<?> ask(HttpServers servers, HttpVersion version, TestCertificate trusted) {
    WebClient client =
        WebClient.create(
            vertx,
            new WebClientOptions(
                new HttpClientOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setProtocolVersion(version)
                    .setTrustOptions(
                        new PemTrustOptions().addCertPath(trusted.certificate().toString()))));
    try {
      return client.get(servers.port(), "localhost", "/").send().await();
    } finally {
      client.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void theAppIsServedOverTlsInBothVersions(HttpVersion version) {
    HttpServers servers = serve(Tls.read(vertx, files));
    HttpResponse<?> answer = ask(servers, version, first);
    assertThat(answer.version()).isEqualTo(version);
    assertThat(answer.bodyAsString()).isEqualTo("true");
  }

  @Test
  void aRenewedCertificateIsUsedWithoutARestart() throws Exception {
    ServerCertificate current = Tls.read(vertx, files);
    HttpServers servers = serve(current);
    CertificateReload reload = reload(current, servers);
    assertThat(reload.check().await()).as("the same files").isFalse();

    TestCertificate second = TestCertificate.forLocalhost(folder, "second");
    put(second.certificate(), second.key());
    assertThat(reload.check().await()).isTrue();
    assertThat(ask(servers, HttpVersion.HTTP_2, second).statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> ask(servers, HttpVersion.HTTP_2, first))
        .hasStackTraceContaining("certificate");
    assertThat(reload.validUntil()).isEqualTo(Tls.read(vertx, files).validUntil());
  }

  @Test
  void filesInTheMidstOfTheirRenewalChangeNothing() throws Exception {
    ServerCertificate current = Tls.read(vertx, files);
    HttpServers servers = serve(current);
    CertificateReload reload = reload(current, servers);
    TestCertificate second = TestCertificate.forLocalhost(folder, "second");

    put(second.certificate(), first.key());
    assertThat(reload.check().await()).as("a key of another certificate").isFalse();
    Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----\nMII");
    assertThat(reload.check().await()).as("half a file").isFalse();
    Files.delete(files.certificate());
    assertThat(reload.check().await()).as("no file").isFalse();
    assertThat(ask(servers, HttpVersion.HTTP_1_1, first).statusCode()).isEqualTo(200);

    put(second.certificate(), second.key());
    assertThat(reload.check().await()).as("the whole pair").isTrue();
    assertThat(ask(servers, HttpVersion.HTTP_1_1, second).statusCode()).isEqualTo(200);
  }

  private CertificateReload reload(ServerCertificate current, HttpServers servers) {
    return new CertificateReload(vertx, files.certificate(), files.key(), current, servers::use);
  }

  @Test
  void whenTheCertificateEndsIsMeasured() {
    ServerCertificate current = Tls.read(vertx, files);
    try (MetricsServer metrics = new MetricsServer()) {
      Tls.reload(vertx, files, current, serve(current), metrics);
      assertThat(metrics.registry().scrape())
          .contains("\ndurus_tls_certificate_valid_until_seconds ");
    }
  }

  @Test
  void filesThatCannotBeUsedEndTheStartWithOneLine() throws Exception {
    TestCertificate second = TestCertificate.forLocalhost(folder, "second");
    put(second.certificate(), first.key());
    assertThatThrownBy(() -> Tls.read(vertx, files))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining(files.key() + " is not the key of the certificate");
    Files.writeString(files.key(), "no key");
    assertThatThrownBy(() -> Tls.read(vertx, files))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("no PEM files");
    Files.delete(files.key());
    assertThatThrownBy(() -> Tls.read(vertx, files))
        .isInstanceOf(StartupFailure.class)
        .hasMessage("TLS_CERTIFICATE, TLS_KEY: there is no file " + files.key());
  }
}
