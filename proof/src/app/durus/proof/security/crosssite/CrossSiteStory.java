package app.durus.proof.security.crosssite;

import app.durus.product.app.App;
import app.durus.product.browser.Browser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openqa.selenium.Dimension;

/**
 * Other web sites in a real Chromium in which a listener is signed in: forms, fetches and beacons
 * that call endpoints with the listener's cookie, reading, embedding, framing and opening the app.
 * Once under the name localhost, where the browser says which site a request comes from and runs
 * the app's worker, and once under a name on plain http, where it says only the origin. Each time
 * one attacker is on another port of the same host, so that the cookie comes along even though it
 * is {@code SameSite=Strict}, and one on another host.
 */
public final class CrossSiteStory implements AutoCloseable {

  /** Leads to this machine in the story's browser alone, and is no host that http is trusted of. */
  private static final String NAMED_HOST = "durus.test";

  private static final String OTHER_NAMED_HOST = "elsewhere.test";

  private static final Dimension DESKTOP = new Dimension(1280, 800);

  /**
   * A call that attackers forge, and that the app itself may make.
   *
   * @param method such as {@code AccountEndpoint/signOut}
   * @param body JSON
   */
  public record ForgedCall(String method, String body) {}

  /** What attackers know and have. */
  public interface Knowledge {

    /**
     * Calls that would do the listener harm, in an order in which the app can make all of them.
     *
     * @param listenerId of the listener that is signed in
     * @param newName that no account has yet
     */
    List<ForgedCall> calls(String listenerId, String newName);

    /** The name of the account whose password {@code AccountEndpoint/signIn} has. */
    String attackersName();

    /** Paths of a picture and of a recording, which attackers try to read and to embed. */
    Files files();

    /**
     * @param picture of an image element
     * @param recording of an audio element
     */
    record Files(String picture, String recording) {}
  }

  private final Browser browser;
  private final WatchedWire wire;
  private final AttackersSite attackers;
  private final Knowledge knowledge;
  private final CrossSiteChecks checks = new CrossSiteChecks();

  /**
   * Starts the browser.
   *
   * @param folder of its profile
   * @param server that the app comes from
   * @throws IllegalStateException when there is no Chromium, or no driver of it
   */
  public CrossSiteStory(Path folder, URI server, Knowledge knowledge) throws IOException {
    this.knowledge = knowledge;
    browser =
        Browser.start(
            folder.resolve("profile"),
            Locale.ENGLISH,
            DESKTOP,
            "--host-resolver-rules=MAP *.test 127.0.0.1");
    wire = new WatchedWire(server);
    attackers = new AttackersSite();
  }

  /** Plays all of it; answers figures. */
  public String play() {
    try {
      playAt("localhost", "127.0.0.1", true);
      playAt(NAMED_HOST, OTHER_NAMED_HOST, false);
    } catch (IllegalStateException | AssertionError end) {
      // After what got through, little may be as it should be: that is told too.
      checks.fault("the story did not go on: " + end.getMessage());
    }
    return checks.toString();
  }

  /** What got through, or did not do what it should. */
  public List<String> faults() {
    return checks.faults();
  }

  /**
   * @param isTrusted whether the browser takes the host for one that nobody can listen in on
   */
  private void playAt(String host, String otherHost, boolean isTrusted) {
    String app = "http://" + host + ":" + wire.port();
    String name = "Listener at " + host;
    if (isTrusted) {
      signUpInApp(app, name);
    } else {
      signUpByScript(app, name);
    }
    List<ForgedCall> calls = knowledge.calls(listenerId(app), "Newcomer at " + host);
    attack(app, host, calls, true, isTrusted);
    lookAtListener(app, name);
    attack(app, otherHost, calls, false, isTrusted);
    lookAtListener(app, name);
    new OwnOrigin(browser, wire, checks, app).useEverything(knowledge, calls, name);
  }

  private void attack(
      String app, String host, List<ForgedCall> calls, boolean isSameSite, boolean isTrusted) {
    String site = "http://" + host + ":" + attackers.port();
    Attack attack = new Attack(browser, wire, checks, app, site, isSameSite, isTrusted);
    attack.call(calls);
    attack.read(knowledge.files());
    attack.frame();
    if (isTrusted) {
      attack.open(); // Elsewhere the browser does not heed what the server says of openers.
    }
  }

  /** By the app's own form, as every listener does. */
  private void signUpInApp(String url, String name) {
    App app = new App(browser, url);
    app.open("/sign-in");
    app.signUp(name);
  }

  /** The app asks for https on such a host; its server does not. */
  private void signUpByScript(String app, String name) {
    new OwnOrigin(browser, wire, checks, app)
        .call(
            "AccountEndpoint/signUp",
            new JsonObject().put("name", name).put("password", App.PASSWORD).encode());
  }

  private String listenerId(String app) {
    return new OwnOrigin(browser, wire, checks, app)
        .account()
        .map(account -> account.getString("listenerId"))
        .orElseThrow(() -> new IllegalStateException("nobody is signed in at " + app));
  }

  /** The facts at the server, asked over the session that the browser has. */
  private void lookAtListener(String app, String name) {
    OwnOrigin own = new OwnOrigin(browser, wire, checks, app);
    Optional<JsonObject> account = own.account();
    checks.expect(
        "who is signed in at " + app,
        Optional.of(name),
        account.map(signedIn -> signedIn.getString("name")));
    if (account.isPresent()) {
      checks.expect(
          "what the server has of " + name,
          new JsonArray(),
          own.states(account.get().getString("listenerId")));
    }
  }

  @Override
  public void close() {
    try (wire;
        attackers) {
      browser.close();
    }
  }
}
