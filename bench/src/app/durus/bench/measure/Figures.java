package app.durus.bench.measure;

import java.util.List;
import java.util.Locale;

/** Medians and percentiles. */
public final class Figures {

  private Figures() {}

  /**
   * @param values not empty, in any order
   */
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * The least value that this share of all does not exceed.
   *
   * @param values not empty, in any order
   * @param share above 0, at most 1
   */
  public static double percentile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  public static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
