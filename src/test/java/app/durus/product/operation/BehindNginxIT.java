package app.durus.product.operation;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.product.server.ProxiedProduct;
import app.durus.server.processes.Nginx;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The packaged product below a path of a real nginx, as browsers and other programs ask for it. */
@EnabledIf("app.durus.product.operation.BehindNginxIT#nginxIsThere")
class BehindNginxIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static ProxiedProduct proxied;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    proxied = ProxiedProduct.start(folder);
    client =
        HttpClient.newBuilder()
            .sslContext(trusting(proxied.certificate().certificate()))
            .authenticator(
                new Authenticator() {
                  @Override
                  protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication(
                        ProxiedProduct.USER, ProxiedProduct.PASSWORD.toCharArray());
                  }
                })
            .build();
  }

  @AfterAll
  static void stop() {
    if (proxied != null) {
      client.close();
      proxied.close();
    }
  }

  /** Where nginx is required, its absence is a failure, as for the browser. */
  static boolean nginxIsThere() {
    boolean there = Nginx.isThere();
    if (!there && "required".equals(System.getenv("DURUS_BROWSER_TESTS"))) {
      throw new IllegalStateException("the tests of proxies are required: install nginx");
    }
    return there;
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "proxy", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html").build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> call(String app, String method, String body)
      throws Exception {
    URI address = URI.create(app + "/connect/" + method);
    return client.send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Origin", address.getScheme() + "://" + address.getAuthority())
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static String signUp(String name) {
    return "{\"name\":\"" + name + "\",\"password\":\"correct horse battery\",\"invitation\":null}";
  }

  private static JsonNode catalogue(String app) throws Exception {
    return JSON.readTree(call(app, "CatalogueEndpoint/changes", "{\"cursor\":0}").body());
  }

  @Test
  void overTlsAndHttp2TheSessionIsForThisPathAndForHttpsOnly() throws Exception {
    HttpResponse<String> signedUp = call(proxied.overTls(), "AccountEndpoint/signUp", signUp("A"));

    assertThat(signedUp.statusCode()).as(signedUp.body()).isEqualTo(200);
    assertThat(signedUp.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(signedUp.headers().firstValue("Strict-Transport-Security")).isPresent();
    assertThat(signedUp.headers().allValues("Set-Cookie"))
        .hasSize(2)
        .allMatch(cookie -> cookie.contains("; Path=/durus/") && cookie.contains("; Secure"));
  }

  @Test
  void everyFileOfThePageIsBelowThePath() throws Exception {
    String page = get(proxied.overTls() + "/").body();
    assertThat(page)
        .contains("<base href=\"/durus/\" />")
        .doesNotContain("=\"/VAADIN", "=\"/icons");
    List<String> addresses =
        Pattern.compile("(?:href|src)=\"\\./([^\"]+)\"")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(addresses).hasSizeGreaterThan(5);
    for (String address : addresses) {
      assertThat(get(proxied.overTls() + "/" + address).statusCode()).as(address).isEqualTo(200);
    }
    JsonNode manifest = JSON.readTree(get(proxied.overTls() + "/manifest.webmanifest").body());
    for (String member : List.of("start_url", "scope")) {
      assertThat(URI.create(proxied.overTls() + "/").resolve(manifest.get(member).textValue()))
          .as(member)
          .hasPath("/durus/");
    }
  }

  @Test
  void aSharedLinkNamesTheAddressThatTheBrowserSees() throws Exception {
    for (String app : List.of(proxied.overTls(), proxied.renamed())) {
      String lecture = catalogue(app).at("/lectures/0/id").textValue();
      String page = get(app + "/lectures/" + lecture).body();
      assertThat(page)
          .contains("og:url\" content=\"" + app + "/lectures/" + lecture + "\"")
          .contains("og:image\" content=\"" + app + "/")
          .contains("src=\"audio/");
    }
  }

  @Test
  void aRewrittenHostIsNoOtherSite() throws Exception {
    HttpResponse<String> signedUp = call(proxied.renamed(), "AccountEndpoint/signUp", signUp("B"));
    assertThat(signedUp.statusCode()).as(signedUp.body()).isEqualTo(200);
  }

  @Test
  void rangesOfARecordingAndTheSnapshotPassTheProxy() throws Exception {
    for (String app : List.of(proxied.overTls(), proxied.guarded())) {
      String audio = catalogue(app).at("/assets/0/url").textValue();
      HttpResponse<byte[]> range =
          client.send(
              HttpRequest.newBuilder(URI.create(app + "/" + audio))
                  .header("Range", "bytes=10-19")
                  .build(),
              BodyHandlers.ofByteArray());
      assertThat(range.statusCode()).isEqualTo(206);
      assertThat(range.body()).hasSize(10);
      assertThat(get(app + "/catalogue/latest").headers().firstValue("Location").orElse(""))
          .startsWith("/durus/catalogue/");
    }
  }

  @Test
  void whoHasNoPasswordOfTheProxyGetsNothing() throws Exception {
    try (HttpClient stranger = HttpClient.newHttpClient()) {
      for (String path : List.of("/", "/manifest.webmanifest", "/sw.js", "/catalogue/latest")) {
        assertThat(
                stranger
                    .send(
                        HttpRequest.newBuilder(URI.create(proxied.guarded() + path)).build(),
                        BodyHandlers.discarding())
                    .statusCode())
            .as(path)
            .isEqualTo(401);
      }
    }
  }
}
