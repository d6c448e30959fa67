package app.durus.proof.browser;

import app.durus.product.app.App;
import app.durus.product.app.Lecture;
import app.durus.proof.run.DivergenceException;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two listeners take turns on one device. Each leaves unsent entries behind. Nothing is mixed and
 * nothing is lost (C9). In some rounds the browser is killed between them.
 */
final class AccountsStory {

  private static final int MOST_ACTIONS = 3;

  private final BrowserHarness harness;
  private final BrowserProfile device;
  private final Account first;
  private final Account second;
  private final List<Lecture> lectures;
  private final SplittableRandom random;
  private final RunTotals totals;

  /**
   * @param first signed in, and signed in again at the end
   * @param second has no account yet
   */
  AccountsStory(
      BrowserHarness harness,
      BrowserProfile device,
      Account first,
      Account second,
      List<Lecture> lectures,
      SplittableRandom random,
      RunTotals totals) {
    this.harness = harness;
    this.device = device;
    this.first = first;
    this.second = second;
    this.lectures = lectures;
    this.random = random;
    this.totals = totals;
  }

  void takeTurns() throws Exception {
    harness.wire().open();
    App app = device.app();
    leavePending(app, first);
    app.signOutWithPendingChanges();
    app = killAtRandom(app);

    harness.wire().open();
    app.signUp(second.name());
    checkShown(app, second);
    leavePending(app, second);
    app.signOutWithPendingChanges();
    app = killAtRandom(app);

    harness.wire().open();
    app.signIn(first.name());
    checkShown(app, first);
    app.sync();
    first.awaitOnServer(harness);
    app.signOut();

    app.signIn(second.name());
    app.sync();
    second.awaitOnServer(harness);
    checkShown(app, second);
    app.signOut();

    app.signIn(first.name());
    checkShown(app, first);
    DivergenceException.unless(
        first.isOnServer(harness), "the first account changed under the second");
    totals.switches += 4;
  }

  /** Does some actions with a server, and some more without one. */
  private void leavePending(App app, Account account) {
    mark(app, account);
    harness.wire().cut();
    int actions = 1 + random.nextInt(MOST_ACTIONS);
    for (int i = 0; i < actions; i++) {
      mark(app, account);
    }
  }

  private void mark(App app, Account account) {
    Lecture lecture = lectures.get(random.nextInt(lectures.size()));
    app.visit(lecture);
    ShownProgress before = account.of(lecture);
    if (random.nextBoolean()) {
      app.favorite(lecture, !before.favorite());
      account.did(lecture, before.favorite(!before.favorite()));
    } else {
      app.complete(!before.completed());
      account.did(lecture, before.completed(!before.completed()));
    }
    totals.actions++;
  }

  private void checkShown(App app, Account account) throws DivergenceException {
    for (Lecture lecture : lectures) {
      app.visit(lecture);
      ShownProgress expected = account.of(lecture);
      DivergenceException.unless(
          app.isFavorite(lecture) == expected.favorite()
              && app.isCompleted() == expected.completed(),
          account.name() + " is shown " + lecture.title() + " otherwise than " + expected);
    }
  }

  /** Runs without a server, so the state can come only from the device. */
  private App killAtRandom(App app) throws Exception {
    if (random.nextInt(3) > 0) {
      return app;
    }
    device.kill();
    return device.start("/settings");
  }
}
