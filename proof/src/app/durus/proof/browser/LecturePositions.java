package app.durus.proof.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The positions in a lecture that are possible after a kill. */
record LecturePositions(List<Stretch> stretches) {

  /** Both ends belong to it. */
  record Stretch(long leastMs, long mostMs) {}

  static LecturePositions between(long leastMs, long mostMs) {
    return new LecturePositions(List.of(new Stretch(leastMs, mostMs)));
  }

  /** In these or in those. */
  LecturePositions or(LecturePositions others) {
    List<Stretch> all = new ArrayList<>(stretches);
    all.addAll(others.stretches);
    return new LecturePositions(all);
  }

  boolean include(long positionMs) {
    return stretches.stream()
        .anyMatch(each -> each.leastMs <= positionMs && positionMs <= each.mostMs);
  }

  @Override
  public String toString() {
    return stretches.stream()
        .map(each -> each.leastMs + " to " + each.mostMs)
        .collect(Collectors.joining(" or "));
  }
}
