package app.durus.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import app.durus.server.http.AppServer;
import app.durus.server.http.BasePath;
import app.durus.server.http.proxy.TrustedProxies;
import app.durus.server.protocols.Protocol;
import app.durus.server.protocols.ProtocolClient;
import app.durus.server.protocols.ProtocolClient.Answer;
import app.durus.server.shell.FailureHandler;
import app.durus.server.shell.SecurityHeaders;
import app.durus.server.waiting.Eventually;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What the log has of requests: their ids, and a line for each where that is wanted. */
class RequestLogTest {

  private static final Logger APP =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("app.durus.test.requests");

  private final Vertx vertx = Vertx.vertx();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
  private DroppingAppender later;
  private Logger root;

  @BeforeEach
  void listen() {
    LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
    lines.list = new CopyOnWriteArrayList<>();
    lines.setContext(logs);
    lines.start();
    later = new DroppingAppender();
    later.setContext(logs);
    later.addAppender(lines);
    later.start();
    root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
    // The first appender decides what the others see of a line's request.
    root.iteratorForAppenders().forEachRemaining(usual::add);
    usual.forEach(root::detachAppender);
    root.addAppender(later);
    logs.getLogger(AccessLog.LOGGER).setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    root.detachAppender(later);
    usual.forEach(root::addAppender);
    later.stop();
    vertx.close().await();
  }

  private ProtocolClient client(Protocol protocol) {
    return client(protocol, BasePath.ROOT);
  }

  private ProtocolClient client(Protocol protocol, BasePath basePath) {
    Router router = Router.router(vertx);
    new FailureHandler().mount(router);
    router.route().handler(basePath);
    router.route().handler(new SecurityHeaders());
    router.route().handler(AccessLog.handler());
    router
        .get("/fails")
        .handler(
            context ->
                context
                    .vertx()
                    .executeBlocking(
                        () -> {
                          APP.warn("a worker's line");
                          throw new IllegalStateException("a handler's fault");
                        })
                    .onFailure(context::fail));
    router.get("/works").handler(context -> context.end("works"));
    int port =
        AppServer.create(vertx, "127.0.0.1", 0, TrustedProxies.parse(""), router)
            .listen()
            .await()
            .actualPort();
    return new ProtocolClient(vertx, protocol, port);
  }

  private List<ILoggingEvent> linesOf(Answer answer) {
    String id = answer.header("X-Request-Id");
    return List.copyOf(lines.list).stream()
        .filter(line -> id.equals(line.getMDCPropertyMap().get(DroppingAppender.REQUEST)))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyLineOfARequestHasItsId(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      Answer failed = client.get("/fails");
      assertThat(failed.status()).isEqualTo(500);
      List<ILoggingEvent> found =
          Eventually.get(
              "the lines of the request", () -> linesOf(failed), those -> those.size() >= 3);
      assertThat(found)
          .extracting(ILoggingEvent::getFormattedMessage)
          .contains("a worker's line", "GET /fails failed unexpectedly")
          .anyMatch(line -> line.matches("127\\.0\\.0\\.1 GET /fails HTTP_\\S+ 500 0 B \\d+ ms"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAccessLogHasEveryRequestWithoutItsQuery(Protocol protocol) {
    try (ProtocolClient client = client(protocol)) {
      List<Answer> answers =
          IntStream.range(0, LogLimit.MAX_OF_A_LOGGER + 10)
              .mapToObj(request -> client.ask(HttpMethod.GET, "/works?code=secret"))
              .toList();
      for (Answer answer : answers) {
        List<ILoggingEvent> found =
            Eventually.get("the request's line", () -> linesOf(answer), those -> !those.isEmpty());
        assertThat(found.getFirst().getFormattedMessage())
            .matches("127\\.0\\.0\\.1 GET /works HTTP_\\S+ 200 5 B \\d+ ms");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theAccessLogNamesThePathThatWasAsked(Protocol protocol) {
    try (ProtocolClient client = client(protocol, BasePath.parse("/durus/app"))) {
      Answer answer = client.get("/durus/app/works");
      assertThat(answer.status()).isEqualTo(200);
      List<ILoggingEvent> found =
          Eventually.get("the request's line", () -> linesOf(answer), those -> !those.isEmpty());
      assertThat(found.getFirst().getFormattedMessage()).contains(" GET /durus/app/works ");
    }
  }

  @Test
  void aLineOfJsonHasTheRequest() {
    try (ProtocolClient client = client(Protocol.HTTP_1_1)) {
      Answer answer = client.get("/fails");
      ILoggingEvent line =
          Eventually.get("the fault's line", () -> faultOf(answer), found -> found != null);
      var encoder = Logs.encoder();
      encoder.start();
      JsonObject json = new JsonObject(new String(encoder.encode(line), StandardCharsets.UTF_8));
      assertThat(json.getString("formattedMessage")).isEqualTo("GET /fails failed unexpectedly");
      assertThat(json.getString("level")).isEqualTo("ERROR");
      assertThat(json.getLong("timestamp")).isPositive();
      assertThat(json.getJsonObject("mdc").getString("request"))
          .isEqualTo(answer.header("X-Request-Id"));
      assertThat(json.getJsonObject("throwable").getString("message"))
          .isEqualTo("a handler's fault");
    }
  }

  private ILoggingEvent faultOf(Answer answer) {
    return linesOf(answer).stream()
        .filter(line -> line.getThrowableProxy() != null)
        .findFirst()
        .orElse(null);
  }
}
