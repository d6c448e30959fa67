package app.durus.server.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What the oracle says of all that a listener's devices were told was accepted. */
final class Endings {

  private Endings() {}

  /** By lecture; those without a state are left out. */
  static Map<UUID, Ending> of(Sightings sightings) {
    Map<UUID, Ending> endings = new HashMap<>();
    for (Shelf.Lecture lecture : Shelf.LECTURES) {
      Ending ending = Oracle.ending(lecture.lectureId(), sightings.accepted());
      if (!ending.equals(Ending.NOTHING)) {
        endings.put(lecture.lectureId(), ending);
      }
    }
    return endings;
  }
}
