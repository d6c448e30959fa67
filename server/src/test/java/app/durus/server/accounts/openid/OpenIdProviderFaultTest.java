package app.durus.server.accounts.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.durus.server.processes.Ports;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the operator reads when the provider cannot be used. */
class OpenIdProviderFaultTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(OpenIdProvider.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Vertx vertx = Vertx.vertx();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void end() {
    logger.detachAppender(lines);
    vertx.close().await();
  }

  /** The reason that is logged, after the name of the provider. */
  private String reasonAt(String issuer) {
    lines.list.clear();
    OpenIdProvider provider =
        new OpenIdProvider(vertx, new OpenIdSettings(issuer, "durus", "a secret", "x"));
    assertThatThrownBy(
            () -> provider.signInAddress(SignInAttempt.begin(""), "http://app.example").await())
        .isInstanceOf(OpenIdProvider.UnavailableException.class);
    assertThat(lines.list).hasSize(1);
    String line = lines.list.getFirst().getFormattedMessage();
    String begin = "The OpenID Connect provider " + issuer + " cannot be used: ";
    assertThat(line).startsWith(begin).doesNotContain("Exception", "io.", "java.", "\n");
    return line.substring(begin.length());
  }

  private String reasonWhen(Handler<HttpServerRequest> answer) {
    int port =
        vertx.createHttpServer().requestHandler(answer).listen(0, "127.0.0.1").await().actualPort();
    return reasonAt("http://127.0.0.1:" + port);
  }

  private static void json(HttpServerRequest request, String body) {
    request.response().putHeader("Content-Type", "application/json").end(body);
  }

  @Test
  void aProviderThatCannotBeReached() throws IOException {
    assertThat(reasonAt("http://127.0.0.1:" + Ports.free()))
        .isEqualTo("nothing accepts connections there");
    assertThat(reasonAt("https://login.invalid")).isEqualTo("its host name is not known");
  }

  @Test
  void aProviderThatDoesNotSpeakTls() {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    assertThat(reasonAt("https://127.0.0.1:" + port))
        .isEqualTo("it cannot be reached by HTTPS (not an SSL/TLS record)");
  }

  @Test
  void anAddressWhereNoProviderIs() {
    assertThat(reasonWhen(request -> request.response().setStatusCode(404).end("<html>no</html>")))
        .isEqualTo("it answered: Not Found");
    assertThat(reasonWhen(request -> request.response().setStatusCode(503).end()))
        .isEqualTo("it answered: Service Unavailable");
    assertThat(reasonWhen(request -> request.response().end("hello")))
        .isEqualTo("what it answers is no JSON");
    assertThat(reasonWhen(request -> json(request, "<html>")))
        .isEqualTo("what it answers is no JSON");
    assertThat(reasonWhen(request -> request.connection().close()))
        .isEqualTo("it closed the connection before it answered");
  }

  @Test
  void aProviderThatNamesItselfOtherwise() {
    assertThat(
            reasonWhen(
                request ->
                    json(
                        request,
                        new JsonObject().put("issuer", "https://login.example/b").encode())))
        .isEqualTo("it calls itself https://login.example/b, which OPENID_ISSUER must be");
  }
}
