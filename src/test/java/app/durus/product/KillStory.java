package app.durus.product;

import app.durus.server.simulation.Diverged;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The browser is killed with SIGKILL at random moments of playback and of draining, and started
 * again: at most the last five seconds of listening are missing, and never an explicit action. The
 * browser runs before and after.
 */
final class KillStory {

  /** Of listening, at most, after a kill. */
  private static final long MOST_MISSING_MS = 5_000;

  /**
   * A seek or pause that was made this long ago was made: the player has settled and written it.
   */
  private static final long SETTLED_MS = 1_500;

  /** From a position's being read to the browser's end. */
  private static final long SLACK_MS = 1_500;

  private static final long MOST_PLAYED_MS = 7_000;
  private static final long MOST_DELAY_MS = 500;
  private static final int MOST_DEEDS = 4;

  private final BrowserStand stand;
  private final Device device;
  private final Account account;
  private final Lecture downloaded;
  private final List<Lecture> others;
  private final SplittableRandom random;
  private final Tally tally;

  /** A lecture's mark that was clicked, and perhaps not written, when the browser was killed. */
  private Lecture clicked;

  /**
   * @param downloaded ready on the device, loaded in the player
   * @param others to be marked
   */
  KillStory(
      BrowserStand stand,
      Device device,
      Account account,
      Lecture downloaded,
      List<Lecture> others,
      SplittableRandom random,
      Tally tally) {
    this.stand = stand;
    this.device = device;
    this.account = account;
    this.downloaded = downloaded;
    this.others = others;
    this.random = random;
    this.tally = tally;
  }

  void killWhilePlaying() throws Exception {
    wireAtRandom();
    Lecture other = others.get(random.nextInt(others.size()));
    App app = device.app();
    app.visit(downloaded);
    beginEarly(app);
    app.play(downloaded);
    app.visit(other);
    long sinceMoveAt = System.nanoTime();
    long beforeMoveMs = -1;
    int deeds = random.nextInt(MOST_DEEDS);
    for (int i = 0; i < deeds; i++) {
      Thread.sleep(random.nextLong(1_000));
      if (random.nextBoolean()) {
        mark(app, other);
      } else {
        beforeMoveMs = app.positionMs();
        move(app);
        sinceMoveAt = System.nanoTime();
      }
    }
    Thread.sleep(random.nextLong(MOST_PLAYED_MS));
    clickAtRandom(app, other);
    boolean playing = app.isPlaying();
    long positionMs = app.positionMs();
    long readAt = System.nanoTime();
    device.kill();
    tally.killsOfPlayback++;

    boolean settled = millisSince(sinceMoveAt) - SLACK_MS > SETTLED_MS;
    checkAfterwards(
        positionMs - (playing || !settled ? MOST_MISSING_MS : 0),
        positionMs + (playing ? millisSince(readAt) : 0) + SLACK_MS,
        settled ? -1 : beforeMoveMs,
        positionMs);
  }

  /** Entries gather while there is no server; then it is there, and the browser is killed. */
  void killWhileDraining() throws Exception {
    stand.wire().cut();
    App app = device.app();
    int deeds = 1 + random.nextInt(MOST_DEEDS);
    for (int i = 0; i < deeds; i++) {
      Lecture other = others.get(random.nextInt(others.size()));
      app.visit(other);
      mark(app, other);
    }
    long positionMs = app.positionMs();
    app.visit("/settings");
    stand.wire().open();
    stand.wire().slowSync(random.nextLong(MOST_DELAY_MS), random.nextLong(MOST_DELAY_MS));
    if (random.nextInt(3) == 0) {
      stand.wire().loseAnswers(1);
    }
    app.sync();
    Thread.sleep(random.nextLong(2 * MOST_DELAY_MS));
    device.kill();
    tally.killsOfDraining++;
    stand.wire().open();
    checkAfterwards(positionMs, positionMs, -1, positionMs);
  }

  /**
   * @param alternativeMs where the player stood before a move that may not have been written; -1
   *     for none
   * @param shownMs the last that was shown
   */
  private void checkAfterwards(long leastMs, long mostMs, long alternativeMs, long shownMs)
      throws Exception {
    App app = device.start(downloaded.path());
    app.page().find("heading", downloaded.title());
    long positionMs = app.page().await("the player", () -> positive(app.positionMs()));
    boolean isAlternative =
        alternativeMs >= 0
            && positionMs >= alternativeMs - MOST_MISSING_MS
            && positionMs <= alternativeMs + SLACK_MS;
    Diverged.unless(
        isAlternative || positionMs >= leastMs - 1 && positionMs <= mostMs,
        "killed at %d ms, and then there are %d ms (from %d to %d would do)"
            .formatted(shownMs, positionMs, leastMs, mostMs));
    if (!isAlternative) {
      tally.mostMissingMs = Math.max(tally.mostMissingMs, shownMs - positionMs);
    }
    account.found(downloaded, account.of(downloaded).at(positionMs));
    for (Lecture other : others) {
      Standing expected = account.of(other);
      if (!expected.equals(Standing.NOTHING) || other.equals(clicked)) {
        app.visit(other);
        checkMarks(app, other, expected);
      }
    }
    clicked = null;
  }

  private void checkMarks(App app, Lecture other, Standing expected) throws Diverged {
    Standing shown = new Standing(expected.positionMs(), app.isCompleted(), app.isFavorite(other));
    if (other.equals(clicked)) {
      // Written or not, the app and the server have to agree on it.
      Diverged.unless(shown.completed() == expected.completed(), "a completion changed by itself");
      account.found(other, shown);
    } else {
      Diverged.unless(
          shown.equals(expected),
          other.title() + " was shown as " + expected + " and is, after the kill, " + shown);
    }
  }

  private void wireAtRandom() {
    stand.wire().open();
    switch (random.nextInt(3)) {
      case 0 -> stand.wire().cut();
      case 1 -> stand.wire().slowSync(random.nextLong(MOST_DELAY_MS), 0);
      default -> {}
    }
  }

  /** Far from the end, which would complete the lecture. */
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
    Standing before = account.of(other);
    if (random.nextBoolean()) {
      app.favorite(other, !before.favorite());
      account.did(other, before.favorite(!before.favorite()));
    } else {
      app.complete(!before.completed());
      account.did(other, before.completed(!before.completed()));
    }
    tally.deeds++;
  }

  private void move(App app) {
    switch (random.nextInt(3)) {
      case 0 -> app.seek(random.nextLong(downloaded.durationMs() / 2));
      case 1 -> app.page().click("button", "Back 15 seconds");
      default -> {
        if (app.isPlaying()) {
          app.pause();
        } else {
          app.resume();
        }
      }
    }
    tally.deeds++;
  }

  /** Now and then the last thing before the kill is a click. */
  private void clickAtRandom(App app, Lecture other) {
    if (random.nextInt(3) == 0) {
      clicked = other;
      app.clickFavorite(other);
    }
  }

  private static Long positive(long positionMs) {
    return positionMs < 0 ? null : positionMs;
  }

  private static long millisSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1_000_000;
  }
}
