package app.durus.bench.sync;

import static app.durus.bench.measure.Figures.text;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.load.BenchServer;
import app.durus.bench.load.SyncLoad;
import app.durus.bench.load.Usage;
import app.durus.bench.measure.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares two servers that both run the whole time. Short slices of the same load alternate
 * between them, so that other work on the machine slows both equally. Figures are taken once both
 * are warm.
 */
final class Alternation {

  private static final int CONNECTIONS = 64;

  /**
   * A server that is measured.
   *
   * @param name for the report, such as {@code this version}
   * @param load what pushes to it
   */
  record Side(String name, BenchServer server, BenchDatabase database, SyncLoad load) {}

  /** One slice: pushes per second, and the server's CPU time for each push. */
  private record Slice(double perSecond, double serverMicros, double p99Ms) {}

  private final Side ours;
  private final Side reference;
  private final int seconds;

  /**
   * @param seconds of a slice
   */
  Alternation(Side ours, Side reference, int seconds) {
    this.ours = ours;
    this.reference = reference;
    this.seconds = seconds;
  }

  /**
   * Sends slices to both servers in turn until both are warm, so that no figure counts the
   * compiler.
   *
   * @param mostSeconds of load for each server; after that the figures are taken as they are
   */
  void warmUp(int intents, int mostSeconds) throws Exception {
    WarmUp ourWarmUp = new WarmUp();
    WarmUp referenceWarmUp = new WarmUp();
    int slices = 0;
    while (!(ourWarmUp.isOver() && referenceWarmUp.isOver()) && slices * seconds < mostSeconds) {
      ourWarmUp.add(slice(ours, intents).serverMicros());
      referenceWarmUp.add(slice(reference, intents).serverMicros());
      slices++;
    }
    System.out.println(
        text(
            "%d intents a push: %s after %d s of load for each server",
            intents,
            ourWarmUp.isOver() && referenceWarmUp.isOver() ? "warm" : "still warming up",
            slices * seconds));
  }

  /**
   * Prints the figures.
   *
   * @param least the share of the reference's pushes a second that ours must reach
   * @return whether the median of the rounds reaches it
   */
  boolean compare(int intents, int rounds, double least) throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> costs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      boolean oursFirst = round % 2 == 0;
      Slice first = slice(oursFirst ? ours : reference, intents);
      Slice second = slice(oursFirst ? reference : ours, intents);
      Slice here = oursFirst ? first : second;
      Slice there = oursFirst ? second : first;
      rates.add(here.perSecond() / there.perSecond());
      costs.add(here.serverMicros() / there.serverMicros());
      System.out.println(
          text(
              "%d intents a push: %s answers %.0f pushes/s (p99 %.1f ms) with %.1f"
                  + " microseconds of CPU time each; %s %.0f pushes/s (p99 %.1f ms)"
                  + " with %.1f microseconds",
              intents,
              ours.name(),
              here.perSecond(),
              here.p99Ms(),
              here.serverMicros(),
              reference.name(),
              there.perSecond(),
              there.p99Ms(),
              there.serverMicros()));
    }
    double rate = Figures.median(rates);
    System.out.println(
        text(
            "%d intents a push: pushes per second, %s ÷ %s: %.2f (at least %.2f)%s;"
                + " CPU time of a push: %.2f",
            intents,
            ours.name(),
            reference.name(),
            rate,
            least,
            rate < least ? "  LIMIT MISSED" : "",
            Figures.median(costs)));
    return rate >= least;
  }

  private Slice slice(Side side, int intents) throws Exception {
    side.load().sendTo(side.server().port());
    Usage before = Usage.of(side.server(), side.database());
    SyncLoad.Measured measured = side.load().run(CONNECTIONS, intents, seconds);
    double cpuSeconds = Usage.of(side.server(), side.database()).since(before).serverCpuSeconds();
    return new Slice(
        measured.perSecond(),
        cpuSeconds / (measured.perSecond() * seconds) * 1e6,
        measured.p99Ms());
  }
}
