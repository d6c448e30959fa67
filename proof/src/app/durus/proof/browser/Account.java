package app.durus.proof.browser;

import app.durus.product.app.Lecture;
import app.durus.server.waiting.Eventually;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A listener's account. Computes its expected state from the actions that were done and shown. */
public final class Account {

  /** The difference allowed between the shown and the stored position: rounding only. */
  private static final long SAME_PLACE_MS = 300;

  private final String name;
  private final Map<String, ShownProgress> done = new HashMap<>();
  private int actions;

  public Account(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Explicit actions that the app showed as done. */
  int actions() {
    return actions;
  }

  public ShownProgress of(Lecture lecture) {
    return done.getOrDefault(lecture.id(), ShownProgress.NOTHING);
  }

  /** Records an explicit action. */
  public void did(Lecture lecture, ShownProgress now) {
    actions++;
    found(lecture, now);
  }

  /** Records the state that the app shows by itself, such as after a kill. */
  void found(Lecture lecture, ShownProgress now) {
    done.put(lecture.id(), now);
  }

  /** Waits until the server has exactly the expected state. */
  public void awaitOnServer(BrowserHarness harness) throws SQLException {
    Eventually.get(
        "on the server what " + name + " did, " + done, () -> harness.progress(name), this::isSame);
  }

  boolean isOnServer(BrowserHarness harness) throws SQLException {
    return isSame(harness.progress(name));
  }

  private boolean isSame(Map<String, ShownProgress> there) {
    return done.keySet().containsAll(there.keySet())
        && done.entrySet().stream()
            .allMatch(
                each ->
                    isSame(
                        each.getValue(), there.getOrDefault(each.getKey(), ShownProgress.NOTHING)));
  }

  private static boolean isSame(ShownProgress expected, ShownProgress there) {
    return expected.completed() == there.completed()
        && expected.favorite() == there.favorite()
        && (expected.positionMs() == null
            ? there.positionMs() == null
            : there.positionMs() != null
                && Math.abs(expected.positionMs() - there.positionMs()) <= SAME_PLACE_MS);
  }
}
