package app.durus.proof.security.crosssite;

import app.durus.product.browser.Browser;
import app.durus.proof.security.crosssite.AttackersSite.Attempt;
import app.durus.proof.security.crosssite.CrossSiteStory.ForgedCall;
import app.durus.server.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request or action of another site's page against the app, and its expected result. */
final class Attack {

  private static final int NOT_A_POST = 405;
  private static final int FROM_ANOTHER_SITE = 403;

  private static final List<String> FORMS =
      List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data");

  private static final String TEXT = "text/plain";
  private static final String JSON = "application/json";

  /** What a script learns of a request that the browser or the server refused. */
  private static final String NOTHING = "TypeError";

  private final Browser browser;
  private final WatchedWire wire;
  private final CrossSiteChecks checks;
  private final String app;
  private final String site;
  private final boolean isSameSite;
  private final boolean isTrusted;
  private final List<SentRequest> sent = new ArrayList<>();

  private record SentRequest(String what, int number, boolean isAsked) {}

  /**
   * @param app the app's origin
   * @param site the attacker's
   * @param isSameSite whether the browser takes both for one site, and sends the cookie
   * @param isTrusted whether the browser tells the server about the site
   */
  Attack(
      Browser browser,
      WatchedWire wire,
      CrossSiteChecks checks,
      String app,
      String site,
      boolean isSameSite,
      boolean isTrusted) {
    this.browser = browser;
    this.wire = wire;
    this.checks = checks;
    this.app = app;
    this.site = site;
    this.isSameSite = isSameSite;
    this.isTrusted = isTrusted;
  }

  /** Each call by each way that a page has. All are refused. */
  void call(List<ForgedCall> calls) {
    browser.open(site);
    List<Attempt> attempts = new ArrayList<>();
    List<String> learnt = new ArrayList<>();
    for (ForgedCall call : calls) {
      for (String enctype : FORMS) {
        attempts.add(
            new Attempt(
                "form", address(call, "a form of " + enctype, false), enctype, "", call.body()));
        learnt.add("");
      }
      for (String mode : List.of("no-cors", "cors")) {
        for (String type : List.of(TEXT, JSON)) {
          // Without CORS the browser sends it as text; with CORS it asks the server first.
          boolean isAsked = mode.equals("cors") && type.equals(JSON);
          String address = address(call, "a fetch, " + mode + ", of " + type, isAsked);
          attempts.add(new Attempt("post", address, mode, type, call.body()));
          learnt.add(NOTHING);
        }
      }
      for (String type : List.of(TEXT, JSON)) {
        String address = address(call, "a beacon of " + type, type.equals(JSON));
        attempts.add(new Attempt("beacon", address, type, call.body()));
        learnt.add("true"); // That it was sent, as always.
      }
    }
    checks.expect(
        "what " + site + " learns of its calls", learnt, AttackersSite.attempt(browser, attempts));
    awaitSent();
    // Opens the app in the place of this page.
    ForgedCall last = calls.getLast();
    attempt("form", address(last, "a form that leads there", false), TEXT, "_top", last.body());
    awaitSent();
  }

  private String address(ForgedCall call, String means, boolean isAsked) {
    int number = wire.nextNumber();
    sent.add(new SentRequest(call.method() + " by " + means + " from " + site, number, isAsked));
    return app + "/connect/" + call.method() + WatchedWire.query(number);
  }

  private void awaitSent() {
    for (SentRequest each : sent) {
      WatchedWire.ReceivedRequest seen = wire.await(each.what(), each.number());
      checks.answered(
          each.what() + " as " + seen.method(),
          each.isAsked() ? NOT_A_POST : FROM_ANOTHER_SITE,
          seen.status());
      checks.expect(
          each.what() + " carries the session", isSameSite && !each.isAsked(), seen.hasSession());
      expectSite(each.what(), seen);
    }
    for (SentRequest each : sent) {
      checks.expect(each.what() + " comes once", 1, wire.seen(each.number()).size());
    }
    sent.clear();
  }

  private void expectSite(String what, WatchedWire.ReceivedRequest seen) {
    Optional<String> expected =
        isTrusted ? Optional.of(isSameSite ? "same-site" : "cross-site") : Optional.empty();
    checks.expect(what + " tells its site", expected, seen.site());
  }

  /** Another site's page can neither read nor show the server's public files. */
  void read(CrossSiteStory.Knowledge.Files files) {
    browser.open(site);
    List<String> paths =
        List.of(
            "/connect/AccountEndpoint/session",
            files.picture(),
            files.recording(),
            files.recording() + ".json",
            "/health",
            "/",
            "/sw.js");
    List<Attempt> attempts = new ArrayList<>();
    for (String path : paths) {
      for (String mode : List.of("cors", "no-cors")) {
        int number = wire.nextNumber();
        attempts.add(new Attempt("get", app + path + WatchedWire.query(number), mode));
        sent.add(new SentRequest("GET " + path + ", " + mode + ", from " + site, number, false));
      }
    }
    List<String> learnt = AttackersSite.attempt(browser, attempts);
    for (int i = 0; i < attempts.size(); i++) {
      SentRequest one = sent.get(i);
      checks.expect(one.what() + " learns", NOTHING, learnt.get(i));
      WatchedWire.ReceivedRequest seen = wire.await(one.what(), one.number());
      boolean isEndpoint = seen.path().startsWith("/connect/");
      checks.expect(one.what() + " is answered", isEndpoint ? NOT_A_POST : 200, seen.status());
    }
    sent.clear();
    embed("img", files.picture());
    embed("audio", files.recording());
    embed("script", "/sw.js");
  }

  private void embed(String element, String path) {
    int number = wire.nextNumber();
    String what = path + " as " + element + " of " + site;
    checks.expect(what, "error", attempt("embed", element, app + path + WatchedWire.query(number)));
    wire.await(what, number);
  }

  /** The app cannot be shown in another page, where a listener could be led to click it. */
  void frame() {
    browser.open(site);
    attempt("frame", "own", site + "/framed");
    checks.expect("a frame of its own in " + site, site + "/framed", framed("own"));
    attempt("frame", "apps", app + "/");
    checks.expect("the app in a frame of " + site, "chrome-error://chromewebdata/", framed("apps"));
  }

  private Object framed(String id) {
    return browser.scriptInFrame("#" + id, "return location.href");
  }

  /** The app's window and the window that opened it cannot access each other. */
  void open() {
    browser.open(site);
    String attacker = browser.window();
    String own = open(site + "/opened");
    checks.expect("a window of " + site + " has an opener", true, hasOpener(own));
    browser.goToWindow(attacker);
    checks.expect(site + " has lost its own window", false, isOpenedGone());
    String apps = open(app + "/");
    checks.expect("the app's window has an opener", false, hasOpener(apps));
    browser.goToWindow(attacker);
    Eventually.isTrue(site + " has lost the app's window, which it opened", this::isOpenedGone);
    for (String opened : List.of(own, apps)) {
      browser.goToWindow(opened);
      browser.closeWindow();
    }
    browser.goToWindow(attacker);
  }

  /** Opens a window by the page's script. Returns its handle. */
  private String open(String url) {
    Set<String> before = browser.windows();
    attempt("open", url);
    return Eventually.get(
        "a window with " + url,
        () ->
            browser.windows().stream()
                .filter(window -> !before.contains(window))
                .findFirst()
                .orElse(null));
  }

  private Object hasOpener(String window) {
    browser.goToWindow(window);
    browser.await(
        "a page in the window that was opened",
        () ->
            (Boolean)
                browser.script(
                    "return location.origin !== 'null' && document.readyState === 'complete'"));
    return browser.script("return window.opener !== null");
  }

  private boolean isOpenedGone() {
    return (Boolean) browser.script("return window.opened.closed");
  }

  private String attempt(String attack, Object... arguments) {
    return AttackersSite.attempt(browser, attack, arguments);
  }
}
