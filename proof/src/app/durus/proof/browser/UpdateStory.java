package app.durus.proof.browser;

import app.durus.product.app.App;
import app.durus.product.app.Lecture;
import app.durus.proof.run.DivergenceException;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A new version of the app arrives while the listener listens and entries are pending. The running
 * page is not disturbed, although the server no longer has its files. The new version is offered
 * when nothing plays. It is used when the listener accepts it or opens the app again. The entries
 * are still there.
 */
final class UpdateStory {

  private static final String OFFER = "A new version of the app is ready.";
  private static final long PLAYED_ON_MS = 1_000;

  /**
   * The difference allowed between the position shown at the pause and the one that the new version
   * finds.
   */
  private static final long SAME_PLACE_MS = 1_000;

  private final BrowserHarness harness;
  private final BrowserProfile device;
  private final Account account;
  private final Lecture played;
  private final Lecture marked;
  private final SplittableRandom random;
  private final RunTotals totals;

  /**
   * @param played ready on the device
   */
  UpdateStory(
      BrowserHarness harness,
      BrowserProfile device,
      Account account,
      Lecture played,
      Lecture marked,
      SplittableRandom random,
      RunTotals totals) {
    this.harness = harness;
    this.device = device;
    this.account = account;
    this.played = played;
    this.marked = marked;
    this.random = random;
    this.totals = totals;
  }

  void updateWhilePlaying() throws Exception {
    harness.wire().open();
    App app = device.app();
    app.open(played.path());
    app.page().script("window.proofOfThisPage = true");
    app.page().find("heading", played.title());
    app.play(played);
    app.seek(random.nextLong(played.durationMs() / 4));
    app.visit(marked);
    harness.wire().refuseSync();
    boolean favorite = !account.of(marked).favorite();
    app.favorite(marked, favorite);
    account.did(marked, account.of(marked).favorite(favorite));
    totals.actions++;

    harness.leadToNewBuild();
    lookForNewVersion(app);
    checkUndisturbed(app);
    app.pause();
    app.page().awaitText(OFFER);
    DivergenceException.unless(isThisPage(app), "the page was loaded anew without being asked");
    long positionMs = app.positionMs();

    if (random.nextBoolean()) {
      app.page().click("button", "Use it now");
    } else {
      device.end();
      app = device.start(played.path());
    }
    App updated = app;
    updated
        .page()
        .await(
            "the new version",
            () -> updated.page().script("return document.querySelector('" + NewBuild.MARK + "')"));
    checkKept(updated, positionMs, favorite);
    harness.wire().open();
    updated.sync();
    account.awaitOnServer(harness);
    harness.leadToPresentBuild();
    totals.updates++;
  }

  /** As the browser does by itself when the app is opened, and once a day. */
  private static void lookForNewVersion(App app) {
    app.page()
        .asyncScript(
            """
            const done = arguments[0];
            navigator.serviceWorker.getRegistration()
              .then((registration) => registration.update()).then(() => done(), done);
            """);
    app.page()
        .await(
            "a new version that waits",
            () ->
                (Boolean)
                    app.page()
                        .asyncScript(
                            """
                            const done = arguments[0];
                            navigator.serviceWorker.getRegistration()
                              .then((registration) => done(registration.waiting !== null));
                            """));
  }

  private void checkUndisturbed(App app) throws DivergenceException {
    long before = app.positionMs();
    app.page()
        .await(
            "playback after the new version came", () -> app.positionMs() > before + PLAYED_ON_MS);
    // A part of the app that this page has not loaded yet, and that the server no longer has.
    app.page().clickStarting("button", "Open player");
    app.page().awaitText("From this device");
    app.page().click("button", "Close player");
    DivergenceException.unless(isThisPage(app), "the page was reloaded during playback");
    DivergenceException.unless(app.isPlaying(), "the new version stopped playback");
    DivergenceException.unless(
        !app.page().text().contains(OFFER), "the new version was offered during playback");
  }

  private void checkKept(App app, long positionMs, boolean favorite) throws DivergenceException {
    app.visit(played);
    long foundMs =
        app.page().await("the player", () -> app.positionMs() < 0 ? null : app.positionMs());
    DivergenceException.unless(
        Math.abs(foundMs - positionMs) <= SAME_PLACE_MS,
        String.format(
            Locale.ROOT,
            "playback was paused at %d ms, and the new version shows %d ms",
            positionMs,
            foundMs));
    account.did(played, account.of(played).at(foundMs));
    app.visit(marked);
    app.awaitFavorite(marked, favorite);
    app.visit("/settings");
    app.page().find("button", "Sync now");
    DivergenceException.unless(
        !app.isSynchronized(), "nothing is pending, although nothing could be sent");
  }

  private static boolean isThisPage(App app) {
    return (Boolean) app.page().script("return window.proofOfThisPage === true");
  }
}
