package app.durus.proof.browser;

import app.durus.product.app.App;
import app.durus.product.app.Lecture;
import app.durus.proof.run.DivergenceException;
import app.durus.server.waiting.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * SIGKILL hits the browser at random moments of playback and of draining. It is started again. At
 * most the last five seconds of listening are missing, and no explicit action. The browser runs
 * before and after.
 */
final class KillStory {

  /** The most listening time that may be missing after a kill. */
  private static final long MOST_MISSING_MS = 5_000;

  /** From reading the position to the browser's end, in addition to the measured time. */
  private static final long SLACK_MS = 1_500;

  /** The difference allowed between the shown and the stored position: rounding only. */
  private static final long SAME_PLACE_MS = 50;

  private static final long BACK_MS = 15_000;

  private static final long MOST_PLAYED_MS = 7_000;
  private static final long MOST_DELAY_MS = 500;
  private static final int MOST_ACTIONS = 4;

  private final BrowserHarness harness;
  private final BrowserProfile device;
  private final Account account;
  private final Lecture downloaded;
  private final List<Lecture> others;
  private final SplittableRandom random;
  private final RunTotals totals;

  /**
   * The mark of a lecture that was clicked when the browser was killed; it may not have been
   * written.
   */
  private Lecture clicked;

  /** The listener's last explicit position. The position after the kill must not be before it. */
  private long chosenMs;

  /** The listener's actions in the player since it was opened, for the fault's message. */
  private final List<String> moves = new ArrayList<>();

  /**
   * @param downloaded ready on the device, loaded in the player
   * @param others to be marked
   */
  KillStory(
      BrowserHarness harness,
      BrowserProfile device,
      Account account,
      Lecture downloaded,
      List<Lecture> others,
      SplittableRandom random,
      RunTotals totals) {
    this.harness = harness;
    this.device = device;
    this.account = account;
    this.downloaded = downloaded;
    this.others = others;
    this.random = random;
    this.totals = totals;
  }

  void killWhilePlaying() throws Exception {
    wireAtRandom();
    Lecture other = others.get(random.nextInt(others.size()));
    App app = device.app();
    app.visit(downloaded);
    beginEarly(app);
    app.play(downloaded);
    moves.clear();
    moves.add("play at " + app.positionMs());
    app.visit(other);
    chosenMs = 0;
    int actions = random.nextInt(MOST_ACTIONS);
    for (int i = 0; i < actions; i++) {
      Pause.random(1_000, random);
      if (random.nextBoolean()) {
        mark(app, other);
      } else {
        move(app);
        // From here on the action was shown as done, and no kill may undo it.
        app.awaitWritten();
      }
    }
    Pause.random(MOST_PLAYED_MS, random);
    boolean playing = app.isPlaying();
    long beforeMs = app.positionMs();
    boolean sought = actAtRandom(app, other);
    long positionMs = app.positionMs();
    long readAt = System.nanoTime();
    device.kill();
    totals.killsOfPlayback++;

    LecturePositions kept = whereabouts(playing, positionMs, readAt);
    if (sought) {
      // Clicked at the moment of the kill: all of it is written, or none.
      chosenMs = 0;
      kept = whereabouts(playing, beforeMs, readAt).or(kept);
    }
    checkAfterwards(kept, positionMs);
  }

  /**
   * The positions that are possible after the player showed this one: none before the last explicit
   * position.
   */
  private LecturePositions whereabouts(boolean playing, long shownMs, long shownAt) {
    return playing
        ? LecturePositions.between(
            Math.max(chosenMs, shownMs - MOST_MISSING_MS) - SAME_PLACE_MS,
            shownMs + millisSince(shownAt) + SLACK_MS)
        : LecturePositions.between(shownMs - SAME_PLACE_MS, shownMs + SAME_PLACE_MS);
  }

  /**
   * Entries gather while there is no server. Then the server returns, and the browser is killed.
   */
  void killWhileDraining() throws Exception {
    harness.wire().cut();
    App app = device.app();
    int actions = 1 + random.nextInt(MOST_ACTIONS);
    for (int i = 0; i < actions; i++) {
      Lecture other = others.get(random.nextInt(others.size()));
      app.visit(other);
      mark(app, other);
    }
    long positionMs = app.positionMs();
    app.visit("/settings");
    harness.wire().open();
    harness.wire().slowSync(random.nextLong(MOST_DELAY_MS), random.nextLong(MOST_DELAY_MS));
    if (random.nextInt(3) == 0) {
      harness.wire().loseAnswers(1);
    }
    app.sync();
    Pause.random(2 * MOST_DELAY_MS, random);
    device.kill();
    totals.killsOfDraining++;
    harness.wire().open();
    checkAfterwards(
        LecturePositions.between(positionMs - SAME_PLACE_MS, positionMs + SAME_PLACE_MS),
        positionMs);
  }

  /**
   * @param kept the possible positions of the listener
   * @param shownMs the last shown position
   */
  private void checkAfterwards(LecturePositions kept, long shownMs) throws Exception {
    App app = device.start(downloaded.path());
    app.page().find("heading", downloaded.title());
    long positionMs = app.page().await("the player", () -> positive(app.positionMs()));
    DivergenceException.unless(
        kept.include(positionMs),
        String.format(
            Locale.ROOT,
            "the browser was killed at %d ms after %s, and the position is then %d ms (allowed: %s)",
            shownMs,
            moves,
            positionMs,
            kept));
    if (shownMs - positionMs <= MOST_MISSING_MS) {
      totals.mostMissingMs = Math.max(totals.mostMissingMs, shownMs - positionMs);
    }
    account.found(downloaded, account.of(downloaded).at(positionMs));
    for (Lecture other : others) {
      ShownProgress expected = account.of(other);
      if (!expected.equals(ShownProgress.NOTHING) || other.equals(clicked)) {
        app.visit(other);
        checkMarks(app, other, expected);
      }
    }
    clicked = null;
  }

  private void checkMarks(App app, Lecture other, ShownProgress expected)
      throws DivergenceException {
    ShownProgress shown =
        new ShownProgress(expected.positionMs(), app.isCompleted(), app.isFavorite(other));
    if (other.equals(clicked)) {
      // Whether it was written or not, the app and the server must agree.
      DivergenceException.unless(
          shown.completed() == expected.completed(), "a completion changed by itself");
      account.found(other, shown);
    } else {
      DivergenceException.unless(
          shown.equals(expected),
          other.title() + " was shown as " + expected + " and is, after the kill, " + shown);
    }
  }

  private void wireAtRandom() {
    harness.wire().open();
    switch (random.nextInt(3)) {
      case 0 -> harness.wire().cut();
      case 1 -> harness.wire().slowSync(random.nextLong(MOST_DELAY_MS), 0);
      default -> {}
    }
  }

  /** A position far from the end, which would complete the lecture. */
  private void beginEarly(App app) {
    if (account.of(downloaded).positionMs() == null) {
      return; // Nothing was played yet.
    }
    if (app.page().await("the player", () -> positive(app.positionMs()))
        > downloaded.durationMs() / 2) {
      app.seek(random.nextLong(downloaded.durationMs() / 4));
    }
  }

  private void mark(App app, Lecture other) {
    ShownProgress before = account.of(other);
    if (random.nextBoolean()) {
      app.favorite(other, !before.favorite());
      account.did(other, before.favorite(!before.favorite()));
    } else {
      app.complete(!before.completed());
      account.did(other, before.completed(!before.completed()));
    }
    totals.actions++;
  }

  private void move(App app) {
    switch (random.nextInt(3)) {
      case 0 -> seek(app);
      case 1 -> {
        chosenMs = Math.max(0, app.positionMs() - BACK_MS);
        app.page().click("button", "Back 15 seconds");
        moves.add("back to " + chosenMs);
      }
      default -> {
        if (app.isPlaying()) {
          app.pause();
          chosenMs = app.positionMs();
          moves.add("pause at " + chosenMs);
        } else {
          app.resume();
          moves.add("resume until " + app.positionMs());
        }
      }
    }
    totals.actions++;
  }

  private void seek(App app) {
    chosenMs = random.nextLong(downloaded.durationMs() / 2);
    app.seek(chosenMs);
    moves.add("seek to " + chosenMs);
  }

  /**
   * In some rounds the last action before the kill is a click, or a seek.
   *
   * @return whether it was a seek
   */
  private boolean actAtRandom(App app, Lecture other) {
    switch (random.nextInt(4)) {
      case 0 -> {
        clicked = other;
        app.clickFavorite(other);
      }
      case 1 -> {
        seek(app);
        return true;
      }
      default -> {}
    }
    return false;
  }

  private static Long positive(long positionMs) {
    return positionMs < 0 ? null : positionMs;
  }

  private static long millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1_000_000;
  }
}
