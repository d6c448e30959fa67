package app.durus.server.hilla;

import app.durus.server.errors.RequestError;
import app.durus.server.hilla.trial.OpenEndpoint;
import app.durus.server.hilla.trial.TrialEndpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A server with the endpoints of the trial contract. */
abstract class TrialEndpointsFixture {

  static final UUID LISTENER = UUID.randomUUID();
  static final AtomicInteger ANSWERED = new AtomicInteger();

  static Vertx vertx;
  static RunningServer server;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    Endpoints endpoints =
        Endpoints.ofPackage(TrialEndpoint.class.getPackageName(), TrialEndpoint.class)
            .bind(TrialEndpoint.class, "echo", TrialEndpointsFixture::echo)
            .bind(TrialEndpoint.class, "nothing", call -> Future.succeededFuture())
            .bind(
                TrialEndpoint.class,
                "refused",
                call -> Future.failedFuture(RequestError.wrongListener("Another listener's.")))
            .bind(
                TrialEndpoint.class,
                "busy",
                call -> Future.failedFuture(RequestError.unavailable("Busy.", 7)))
            .bind(
                TrialEndpoint.class,
                "broken",
                call -> Future.failedFuture(new IllegalStateException("a secret of the inside")))
            .bind(TrialEndpoint.class, "answersAnotherType", call -> Future.succeededFuture(42))
            .bind(TrialEndpoint.class, "signedIn", TrialEndpointsFixture::listener)
            .bind(TrialEndpoint.class, "inRole", TrialEndpointsFixture::listener)
            .bind(TrialEndpoint.class, "denied", TrialEndpointsFixture::listener)
            .bind(TrialEndpoint.class, "unannotated", TrialEndpointsFixture::listener)
            .bind(OpenEndpoint.class, "open", call -> Future.succeededFuture("open"))
            .bind(OpenEndpoint.class, "notOpen", TrialEndpointsFixture::listener)
            .build();
    server = RunningServer.serving(vertx, endpoints, TrialEndpointsFixture::callerOf);
  }

  @AfterAll
  static void stop() {
    server.close();
    vertx.close().await();
  }

  @BeforeEach
  void nothingWasAnsweredYet() {
    ANSWERED.set(0);
  }

  static Future<TrialEndpoint.Echo> echo(Call call) {
    ANSWERED.incrementAndGet();
    return Future.succeededFuture(
        new TrialEndpoint.Echo(
            call.textParameter("text"),
            call.longParameter("number"),
            call.json("small").intValue(),
            call.json("flag").booleanValue(),
            call.json("list").size(),
            call.json("more") == null ? null : call.textParameter("more")));
  }

  static Future<String> listener(Call call) {
    ANSWERED.incrementAndGet();
    return Future.succeededFuture(call.caller().listenerId().toString());
  }

  static Future<Caller> callerOf(String token) {
    return Future.succeededFuture(
        switch (token) {
          case "listener" -> Caller.of(LISTENER);
          case "importer" -> new Caller(java.util.Optional.of(LISTENER), Set.of("importer"));
          default -> Caller.ANONYMOUS;
        });
  }

  static JsonObject echoBody() {
    return new JsonObject(
        """
        {"text": "درس", "number": 9007199254740991, "small": -1, "flag": true,
         "list": ["a", 2], "pair": {}, "more": null}\
        """);
  }
}
