package app.durus.server.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.hilla.RunningServer;
import app.durus.server.http.BasePath;
import app.durus.server.waiting.HangGuard;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellHandlerTest {

  private static final ClassLoader LOADER = ShellHandlerTest.class.getClassLoader();
  private static final String FOLDER = "app/durus/server/shell/";
  private static final String SCRIPT = "/VAADIN/build/indexhtml-Ab12.js";
  private static final String SCRIPT_TEXT = "console.log(\"built\");\n";

  private static Vertx vertx;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    server =
        RunningServer.of(
            vertx,
            router -> {
              router.route().handler(new SecurityHeaders());
              router
                  .route()
                  .handler(TranslationsHandler.load(LOADER, FOLDER + "texts", Locale.ENGLISH));
              router.route().handler(ShellHandler.load(LOADER, FOLDER + "webapp", BasePath.ROOT));
            });
  }

  @AfterAll
  static void stop() {
    server.close();
    vertx.close().await();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8, no-cache",
    "/index.html, text/html; charset=utf-8, no-cache",
    "/sw.js, text/javascript; charset=utf-8, no-cache",
    "/manifest.webmanifest, application/manifest+json; charset=utf-8, no-cache",
    "/VAADIN/build/indexhtml-Ab12.js, text/javascript; charset=utf-8,"
        + " 'public,max-age=31536000,immutable'",
    "/VAADIN/build/font-Cd34.woff2, font/woff2, 'public,max-age=31536000,immutable'",
  })
  void aFileHasItsMediaTypeAndItsCacheLifetime(String path, String type, String cache) {
    HttpResponse<String> response = server.get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo(type);
    assertThat(header(response, "Cache-Control")).isEqualTo(cache);
    assertThat(header(response, "ETag")).matches("\"[A-Za-z0-9_-]+\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/browse", "/lecture/0190f5c0-0000-7000-8000-000000000000", "/a/b/c/"})
  void aPageOfTheAppIsAnsweredWithTheShell(String path) {
    HttpResponse<String> response =
        server.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("<title>Shell</title>");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/missing.js",
        "/VAADIN/build/old-hash.js",
        "/VAADIN/build",
        "/VAADIN/anything",
        "/audio/unknown",
        "/connect/Endpoint/method",
        "/connect",
        SCRIPT + ".br",
        "/../pom.xml",
        "/%2e%2e/%2e%2e/application.properties",
      })
  void unknownFilesGet404InsteadOfTheShell(String path) {
    assertThat(server.get(path, "Accept", "text/html").statusCode()).isEqualTo(404);
  }

  @Test
  void aPathThatIsNotRequestedAsAPageGets404() {
    assertThat(server.get("/browse", "Accept", "application/json").statusCode()).isEqualTo(404);
    assertThat(server.get("/browse").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'gzip, deflate, br, zstd', true",
    "br;q=0.5, true",
    "'gzip;q=1.0, BR', true",
    "br;q=0, false",
    "br;q=0.000, false",
    "'gzip, brx', false",
    "identity, false",
  })
  void brotliIsSentToClientsThatAcceptIt(String accepted, boolean compressed) {
    HttpResponse<String> response = server.get(SCRIPT, "Accept-Encoding", accepted);

    assertThat(header(response, "Content-Encoding")).isEqualTo(compressed ? "br" : null);
    assertThat(header(response, "Vary")).isEqualToIgnoringCase("Accept-Encoding");
    assertThat(header(response, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(response.body().equals(SCRIPT_TEXT)).isEqualTo(!compressed);
  }

  @Test
  void eachEncodingHasItsOwnETag() {
    String plain = header(server.get(SCRIPT), "ETag");
    String brotli = header(server.get(SCRIPT, "Accept-Encoding", "br"), "ETag");

    assertThat(brotli).isNotEqualTo(plain);
    assertThat(server.get(SCRIPT, "If-None-Match", plain).statusCode()).isEqualTo(304);
    assertThat(server.get(SCRIPT, "If-None-Match", "\"x\", W/" + plain).statusCode())
        .isEqualTo(304);
    assertThat(server.get(SCRIPT, "If-None-Match", brotli).statusCode()).isEqualTo(200);
    assertThat(server.get(SCRIPT, "If-None-Match", brotli, "Accept-Encoding", "br").statusCode())
        .isEqualTo(304);
    assertThat(header(server.get(SCRIPT, "If-None-Match", plain), "ETag")).isEqualTo(plain);
  }

  @Test
  void aHeadAnswersTheHeadersOfAGetAndNoBody() throws Exception {
    String answer = answerTo("HEAD " + SCRIPT);

    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    assertThat(answer.toLowerCase(Locale.ROOT))
        .contains("content-length: " + SCRIPT_TEXT.length() + "\r\n");
  }

  /** Found by proof/fuzz: it was answered with 500. */
  @ParameterizedTest
  @ValueSource(strings = {"/?%", "/?v-r=%zz", "/?v-r=i18n&langtag=%zz", "/?v-r=i18n&langtag=%"})
  void anUndecodableQueryGets400(String address) throws Exception {
    assertThat(answerTo("GET " + address)).startsWith("HTTP/1.1 400");
    assertThat(answerTo("POST " + address)).startsWith("HTTP/1.1 405");
  }

  /** For requests that a correct client would not send. */
  private static String answerTo(String methodAndAddress) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(HangGuard.millis());
      String request =
          methodAndAddress + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(readAll(socket.getInputStream()), StandardCharsets.US_ASCII);
    }
  }

  private static byte[] readAll(InputStream in) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    in.transferTo(all);
    return all.toByteArray();
  }

  @Test
  void onlyGetAndHeadAreAllowed() {
    HttpResponse<String> response =
        server.send(server.request("/").POST(BodyPublishers.ofString("x")));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/missing.js", SCRIPT, "/?v-r=i18n&langtag=en"})
  void eachAnswerForbidsUnneededBrowserFeatures(String path) {
    HttpResponse<String> response = server.get(path);

    assertThat(header(response, "Content-Security-Policy"))
        .contains("default-src 'self';", "script-src 'self';", "style-src 'self';")
        .contains("object-src 'none'")
        .contains("frame-ancestors 'none'", "base-uri 'self'", "form-action 'self'")
        .doesNotContain("http", "*", "unsafe-eval", "unsafe-inline");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(response, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
    assertThat(header(response, "Permissions-Policy")).contains("microphone=()");
  }

  @Test
  void aMissingBundleStopsTheStartWithARemedy() {
    assertThatThrownBy(() -> ShellHandler.load(LOADER, "no/such/folder", BasePath.ROOT))
        .hasMessageContaining("The frontend was not built");
    assertThatThrownBy(() -> TranslationsHandler.load(LOADER, "no/such", Locale.ENGLISH))
        .hasMessageContaining("no/such/translations.properties");
  }

  @ParameterizedTest
  @CsvSource({
    "ar, ar, الرئيسية",
    "ar-EG, ar, الرئيسية",
    "AR_sa, ar, الرئيسية",
    "ar-Arab-EG-u-nu-latn, ar, الرئيسية",
    "en, en, Home",
    "en-GB, en, Home",
    "fr-FR, en, Home",
    "'', en, Home",
    "***, en, Home",
  })
  void aLanguageGetsItsTextsOrTheNearestOnes(String langtag, String retrieved, String home) {
    HttpResponse<String> response = server.get("/?v-r=i18n&langtag=" + langtag);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "X-Vaadin-Retrieved-Locale")).isEqualTo(retrieved);
    assertThat(header(response, "Content-Type")).startsWith("application/json");
    assertThat(response.body()).contains("\"home\":\"" + home + "\"");
  }

  @Test
  void textsAreCompressedForClientsThatAcceptIt() {
    HttpResponse<String> plain = server.get("/?v-r=i18n&langtag=en");
    HttpResponse<String> compressed =
        server.get("/?v-r=i18n&langtag=en", "Accept-Encoding", "gzip, deflate, br");

    assertThat(header(plain, "Content-Encoding")).isNull();
    assertThat(header(plain, "Vary")).isEqualToIgnoringCase("Accept-Encoding");
    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(compressed, "ETag")).isNotEqualTo(header(plain, "ETag"));
  }

  @Test
  void aRequestForSomeTextsGetsAllTexts() {
    assertThat(server.get("/?v-r=i18n&langtag=en&chunks=indexhtml&keys=home").body())
        .isEqualTo("{\"greeting\":\"Hello, {name}\",\"home\":\"Home\"}");
  }

  @Test
  void aRequestWithoutALanguageGetsTheDefault() {
    assertThat(header(server.get("/?v-r=i18n"), "X-Vaadin-Retrieved-Locale")).isEqualTo("en");
  }
}
