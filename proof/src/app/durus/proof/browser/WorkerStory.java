package app.durus.proof.browser;

import app.durus.product.app.App;
import app.durus.product.app.Lecture;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Entries are written while the server is away. Every page is closed. The worker alone drains them
 * (C5).
 */
final class WorkerStory {

  private static final int MOST_ACTIONS = 3;

  private final BrowserHarness harness;
  private final BrowserProfile device;
  private final Account account;
  private final List<Lecture> lectures;
  private final SplittableRandom random;
  private final RunTotals totals;

  WorkerStory(
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

  void drainWithEveryPageClosed() throws Exception {
    harness.wire().cut();
    App app = device.app();
    int actions = 1 + random.nextInt(MOST_ACTIONS);
    for (int i = 0; i < actions; i++) {
      Lecture lecture = lectures.get(random.nextInt(lectures.size()));
      app.visit(lecture);
      boolean wanted = !account.of(lecture).favorite();
      app.favorite(lecture, wanted);
      account.did(lecture, account.of(lecture).favorite(wanted));
      totals.actions++;
    }
    app.page().open("about:blank");
    harness.wire().open();
    device.browser().wakeWorker(harness.wire().url());
    account.awaitOnServer(harness);
    app.open("/settings");
    app.page().awaitText("Everything is synchronized");
    totals.drainsOfTheWorker++;
  }
}
