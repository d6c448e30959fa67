package app.durus.proof.security;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The times that answers took. Any thread may add to them. */
final class Latencies {

  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  void add(long nanos) {
    millis.add(nanos / 1e6);
  }

  int count() {
    return millis.size();
  }

  /** The value that this share of the answers does not exceed; 0 when there are none. */
  double percentile(double share) {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.min(sorted.size() - 1, (int) Math.floor(sorted.size() * share)));
  }

  List<Double> all() {
    return List.copyOf(millis);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d answers, p50 %.0f ms, p99 %.0f ms, maximum %.0f ms",
        count(),
        percentile(0.5),
        percentile(0.99),
        percentile(1));
  }
}
