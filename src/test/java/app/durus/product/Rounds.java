package app.durus.product;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One ratio of a measurement, taken anew in every round; what counts is the median. */
final class Rounds {

  private final String name;
  private final double must;
  private final double aim;
  private final boolean more;
  private final List<Double> ratios = new ArrayList<>();

  private Rounds(String name, double must, double aim, boolean more) {
    this.name = name;
    this.must = must;
    this.aim = aim;
    this.more = more;
  }

  static Rounds atLeast(String name, double must, double aim) {
    return new Rounds(name, must, aim, true);
  }

  static Rounds atMost(String name, double must, double aim) {
    return new Rounds(name, must, aim, false);
  }

  void add(double ours, double reference) {
    ratios.add(ours / reference);
  }

  /** Prints the ratio beside its target. */
  boolean isEnough() {
    double median = percentile(ratios, 0.5);
    boolean enough = more ? median >= must : median <= must;
    String sign = more ? "≥" : "≤";
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f (must %s %s, aim %s %s)%s; rounds %s%n",
        name,
        median,
        sign,
        must,
        sign,
        aim,
        enough ? "" : " NOT REACHED",
        ratios.stream().map(ratio -> String.format(Locale.ROOT, "%.2f", ratio)).toList());
    return enough;
  }

  static double percentile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
  }
}
