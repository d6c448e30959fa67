package app.durus.proof.steadiness;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * A part of one suite with the conditions for its run. The seed decides both. All seeds of one lap
 * together run every test of the suite once, in an order that differs from lap to lap.
 *
 * @param tests files of Vitest relative to the project's folder, or names of Java classes
 */
record Slice(Suite suite, List<String> tests, Conditions conditions) {

  /**
   * @param suites that take turns
   * @param seed from 0
   */
  static Slice of(List<Suite> suites, long seed) {
    Suite suite = suites.get((int) (seed % suites.size()));
    long turn = seed / suites.size();
    List<String> all = suite.tests();
    int slices = (all.size() + suite.sliceSize() - 1) / suite.sliceSize();
    List<String> lap = new ArrayList<>(all);
    Collections.shuffle(lap, new Random(turn / slices));
    int from = (int) (turn % slices) * suite.sliceSize();
    return new Slice(
        suite,
        List.copyOf(lap.subList(from, Math.min(lap.size(), from + suite.sliceSize()))),
        Conditions.of(new SplittableRandom(seed)));
  }
}
