package app.durus.proof.browser;

import app.durus.product.app.App;
import app.durus.product.app.Lecture;
import app.durus.proof.run.DivergenceException;
import app.durus.server.waiting.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Three tabs and the worker drain one outbox at the same moment. Each entry is applied once. In
 * every second round the tabs have no Web Locks, so that only the rules keep them apart (C6).
 */
final class TabsStory {

  private static final int TABS = 3;
  private static final int MARKS_A_TAB = 2;
  private static final String WITHOUT_LOCKS =
      "Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined });";

  /** The time from the signal until all tabs act. */
  private static final long AHEAD_MS = 400;

  private final BrowserHarness harness;
  private final BrowserProfile device;
  private final Account account;
  private final List<Lecture> lectures;
  private final SplittableRandom random;
  private final RunTotals totals;

  TabsStory(
      BrowserHarness harness,
      BrowserProfile device,
      Account account,
      List<Lecture> lectures,
      SplittableRandom random,
      RunTotals totals) {
    this.harness = harness;
    this.device = device;
    this.account = account;
    this.lectures = lectures;
    this.random = random;
    this.totals = totals;
  }

  void drainTogether(boolean withLocks) throws Exception {
    harness.wire().cut();
    App app = device.app();
    String home = app.page().window();
    app.page().open("about:blank");
    List<String> windows = new ArrayList<>();
    for (int tab = 0; tab < TABS; tab++) {
      windows.add(app.page().openWindow());
      if (!withLocks) {
        device.browser().beforeEveryPage(WITHOUT_LOCKS);
      }
      app.open("/settings");
      for (int i = 0; i < MARKS_A_TAB; i++) {
        mark(app, lectures.get(random.nextInt(lectures.size())));
      }
      app.visit("/settings");
      app.page().find("button", "Sync now");
    }
    harness.wire().open();
    harness.wire().slowSync(random.nextLong(200), random.nextLong(200));
    long at = System.currentTimeMillis() + AHEAD_MS;
    for (String window : windows) {
      app.page().goToWindow(window);
      syncAt(app, at);
    }
    Eventually.isTrue("the moment at which all tabs act", () -> System.currentTimeMillis() >= at);
    device.browser().wakeWorker(harness.wire().url());
    account.awaitOnServer(harness);
    for (String window : windows) {
      app.page().goToWindow(window);
      app.page().awaitText("Everything is synchronized");
    }
    for (Lecture lecture : lectures) {
      app.visit(lecture);
      ShownProgress expected = account.of(lecture);
      DivergenceException.unless(
          app.isFavorite(lecture) == expected.favorite()
              && app.isCompleted() == expected.completed(),
          "a tab shows " + lecture.title() + " otherwise than " + expected);
    }
    totals.drainsOfThreeTabs++;
    for (String window : windows) {
      app.page().goToWindow(window);
      app.page().closeWindow();
    }
    app.page().goToWindow(home);
    app.open("/settings");
  }

  private void mark(App app, Lecture lecture) {
    app.visit(lecture);
    ShownProgress before = account.of(lecture);
    // An action of another tab must be shown here before it is undone.
    app.awaitFavorite(lecture, before.favorite());
    app.favorite(lecture, !before.favorite());
    account.did(lecture, before.favorite(!before.favorite()));
    totals.actions++;
  }

  /** The listener's own click, in all tabs at the same moment. */
  private static void syncAt(App app, long at) {
    app.page()
        .script(
            """
            const button = [...document.querySelectorAll('vaadin-button')]
              .find((each) => each.textContent.trim() === 'Sync now');
            setTimeout(() => button.click(), arguments[0] - Date.now());
            """,
            at);
  }
}
