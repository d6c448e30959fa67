package app.durus.proof.oracle;

import app.durus.proof.oracle.History.Carried;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The oracle's states of one listener, from all intents that the server accepted. */
public final class ExpectedStates {

  private ExpectedStates() {}

  /** By lecture. Lectures without a state are left out. */
  public static Map<UUID, ExpectedState> of(Collection<Carried> accepted) {
    Map<UUID, ExpectedState> endings = new HashMap<>();
    for (TestCatalogue.Lecture lecture : TestCatalogue.LECTURES) {
      ExpectedState ending = Oracle.ending(lecture.lectureId(), accepted);
      if (!ending.equals(ExpectedState.NOTHING)) {
        endings.put(lecture.lectureId(), ending);
      }
    }
    return endings;
  }
}
