package app.durus.server.simulation;

import app.durus.server.simulation.History.Carried;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What the oracle says of all that a listener's devices were told was accepted. */
final class Endings {

  private Endings() {}

  /** By lecture; those without a state are left out. */
  static Map<UUID, Ending> of(Collection<Carried> accepted) {
    Map<UUID, Ending> endings = new HashMap<>();
    for (Shelf.Lecture lecture : Shelf.LECTURES) {
      Ending ending = Oracle.ending(lecture.lectureId(), accepted);
      if (!ending.equals(Ending.NOTHING)) {
        endings.put(lecture.lectureId(), ending);
      }
    }
    return endings;
  }
}
