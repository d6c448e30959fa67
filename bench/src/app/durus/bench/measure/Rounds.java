package app.durus.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One ratio of a measurement, taken in every round. The median counts. */
public final class Rounds {

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

  public static Rounds atLeast(String name, double must, double aim) {
    return new Rounds(name, must, aim, true);
  }

  public static Rounds atMost(String name, double must, double aim) {
    return new Rounds(name, must, aim, false);
  }

  /**
   * @throws IllegalStateException when one of the two is not above 0, because it was not measured
   *     or is noise
   */
  public void add(double ours, double reference) {
    if (!(ours > 0 && reference > 0)) {
      throw new IllegalStateException(
          name + ": " + ours + " ÷ " + reference + " is not a ratio of two measurements above 0");
    }
    ratios.add(ours / reference);
  }

  public boolean isEmpty() {
    return ratios.isEmpty();
  }

  /** Prints the ratio beside its target. */
  public boolean isEnough() {
    double median = Figures.median(ratios);
    boolean enough = more ? median >= must : median <= must;
    String sign = more ? "≥" : "≤";
    System.out.printf(
        Locale.ROOT,
        "%s: median %.2f (limit %s %s, aim %s %s)%s; rounds %s%n",
        name,
        median,
        sign,
        must,
        sign,
        aim,
        enough ? "" : " LIMIT MISSED",
        ratios.stream().map(ratio -> String.format(Locale.ROOT, "%.2f", ratio)).toList());
    return enough;
  }
}
