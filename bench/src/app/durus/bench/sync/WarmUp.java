package app.durus.bench.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tells by a server's CPU time for each push when it is warm. The virtual machine compiles while it
 * runs, and the compiler's CPU time counts as the server's. The time for a push falls until most of
 * the code is compiled.
 */
final class WarmUp {

  /** So many slices in a row must be no cheaper than those before them. */
  private static final int SETTLED_SLICES = 3;

  /** A slice counts as cheaper below this share of the cheapest one before. */
  private static final double CHEAPER = 0.95;

  private final List<Double> micros = new ArrayList<>();

  /**
   * @param serverMicros CPU time of the server for each push of one slice
   */
  void add(double serverMicros) {
    micros.add(serverMicros);
  }

  boolean isOver() {
    int before = micros.size() - SETTLED_SLICES;
    return before >= SETTLED_SLICES
        && Collections.min(micros.subList(before, micros.size()))
            >= CHEAPER * Collections.min(micros.subList(0, before));
  }
}
