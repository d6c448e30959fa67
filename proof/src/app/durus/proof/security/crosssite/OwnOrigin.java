package app.durus.proof.security.crosssite;

import app.durus.product.browser.Browser;
import app.durus.proof.security.crosssite.CrossSiteStory.ForgedCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A page of the app's own origin, from which everything is allowed that other sites are refused,
 * and which asks the server with the session that the browser has.
 */
final class OwnOrigin {

  /** Any answer will do as a page, and this one brings nothing that acts by itself. */
  private static final String PAGE = "/health";

  private static final String JSON = "application/json";

  private final Browser browser;
  private final WatchedWire wire;
  private final CrossSiteChecks checks;
  private final String app;

  OwnOrigin(Browser browser, WatchedWire wire, CrossSiteChecks checks, String app) {
    this.browser = browser;
    this.wire = wire;
    this.checks = checks;
    this.app = app;
    browser.open(app + PAGE);
    browser.script(AttackersSite.SCRIPT);
  }

  /**
   * @return the body of the answer
   * @throws IllegalStateException when it is refused
   */
  JsonObject call(String method, String body) {
    int number = wire.nextNumber();
    String answer =
        attempt("post", app + "/connect/" + method + WatchedWire.query(number), "cors", JSON, body);
    WatchedWire.ReceivedRequest seen = wire.await(method + " from the app's own origin", number);
    if (seen.status() != 200 || !answer.startsWith("200 ")) {
      throw new IllegalStateException(
          method + " from the app's own origin came as " + seen + ", and was answered " + answer);
    }
    String said = answer.substring("200 ".length());
    return said.startsWith("{") ? new JsonObject(said) : new JsonObject();
  }

  /** Who is signed in. */
  Optional<JsonObject> account() {
    return Optional.ofNullable(call("AccountEndpoint/session", "{}").getJsonObject("account"));
  }

  /** What the server has of a listener. */
  JsonArray states(String listenerId) {
    JsonObject request =
        new JsonObject()
            .put("listenerId", listenerId)
            .put("deviceId", UUID.randomUUID().toString())
            .put("cursor", 0)
            .put("deviceTime", System.currentTimeMillis())
            .put("attempt", 0)
            .put("pending", 0)
            .put("intents", new JsonArray());
    return call("ListeningEndpoint/sync", new JsonObject().put("request", request).encode())
        .getJsonArray("states");
  }

  /**
   * The very calls, reads and embeddings that were refused to others: each does what it says, so
   * what was refused was no nonsense.
   */
  void useEverything(CrossSiteStory.Knowledge knowledge, List<ForgedCall> calls, String name) {
    CrossSiteStory.Knowledge.Files files = knowledge.files();
    for (String path : List.of(files.picture(), files.recording(), "/health", "/", "/sw.js")) {
      checks.expect(path + " read by the app", "basic", attempt("get", app + path, "cors"));
    }
    checks.expect("a picture in the app", "loaded", attempt("embed", "img", app + files.picture()));
    checks.expect(
        "a recording in the app", "loaded", attempt("embed", "audio", app + files.recording()));
    String listenerId = account().orElseThrow().getString("listenerId");
    for (ForgedCall each : calls) {
      call(each.method(), each.body());
      String effect = "after " + each.method() + " from the app's own origin, ";
      switch (each.method()) {
        case "ListeningEndpoint/sync" ->
            checks.expect(effect + "states", 1, states(listenerId).size());
        case "AccountEndpoint/signOut" -> expectSignedIn(effect, Optional.empty());
        case "AccountEndpoint/signIn" ->
            expectSignedIn(effect, Optional.of(knowledge.attackersName()));
        case "AccountEndpoint/signUp" ->
            expectSignedIn(effect, Optional.of(new JsonObject(each.body()).getString("name")));
        default -> expectSignedIn(effect, Optional.of(name));
      }
    }
  }

  private void expectSignedIn(String effect, Optional<String> name) {
    checks.expect(
        effect + "who is signed in", name, account().map(found -> found.getString("name")));
  }

  private String attempt(String attack, Object... arguments) {
    return AttackersSite.attempt(browser, attack, arguments);
  }
}
