package app.durus.bench.sync;

import static app.durus.bench.measure.Figures.text;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.load.BenchServer;
import app.durus.bench.load.Population;
import app.durus.bench.load.SyncLoad;
import app.durus.bench.load.Usage;
import app.durus.bench.measure.Figures;
import app.durus.bench.measure.Options;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.ReachableFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares pushes to this version with pushes to another version's jar. Both servers run the whole
 * time on one database. Short slices of the same load alternate between them, so that other work on
 * the machine slows both equally. Figures are taken once both servers are warm. The other version
 * must be able to use the present schema.
 */
public final class VersionsBench {

  private static final int CONNECTIONS = 64;

  /** This version must keep at least this share of the other's requests a second. */
  private static final double MUST = 0.95;

  private final List<Double> rates = new ArrayList<>();
  private final List<Double> costs = new ArrayList<>();
  private final BenchDatabase database;
  private final SyncLoad load;
  private final int seconds;

  private VersionsBench(BenchDatabase database, SyncLoad load, int seconds) {
    this.database = database;
    this.load = load;
    this.seconds = seconds;
  }

  /** One slice: pushes per second, and the server's CPU time for each push. */
  private record Slice(double perSecond, double serverMicros, double p99Ms) {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0 || !Files.isReadable(Path.of(arguments[0]))) {
      System.err.println("usage: bench/versions <another version's jar> [--rounds N] ...");
      System.exit(2);
    }
    Options options =
        new Options(
            Arrays.copyOfRange(arguments, 1, arguments.length),
            Set.of("rounds", "seconds", "warmup", "listeners"));
    System.exit(run(Path.of(arguments[0]), options) ? 0 : 1);
  }

  private static boolean run(Path other, Options options) throws Exception {
    Population population = new Population(options.get("listeners", 100_000), 300, 10);
    Path here = ReachableFolder.make("durus-bench");
    try (BenchDatabase database = BenchDatabase.start(here)) {
      database.fill(population);
      try (BenchServer present =
              BenchServer.start(PackagedJar.PATH, here, database.url(), Map.of());
          BenchServer past =
              BenchServer.start(
                  other, ReachableFolder.make("durus-bench"), database.url(), Map.of());
          SyncLoad load = new SyncLoad(present.port(), population, database.epoch())) {
        VersionsBench bench = new VersionsBench(database, load, options.get("seconds", 3));
        int warmUpSeconds = options.get("warmup", 120);
        bench.warmUp(10, warmUpSeconds, present, past);
        boolean holds = true;
        for (int intents : List.of(1, 10)) {
          bench.warmUp(intents, warmUpSeconds, present, past);
          holds &= bench.compare(intents, options.get("rounds", 12), present, past);
        }
        return holds;
      }
    }
  }

  /**
   * Sends slices to both servers in turn until both are warm, so that no figure counts the
   * compiler.
   *
   * @param mostSeconds of load for each server; after that the figures are taken as they are
   */
  private void warmUp(int intents, int mostSeconds, BenchServer present, BenchServer past)
      throws Exception {
    WarmUp presentWarmUp = new WarmUp();
    WarmUp pastWarmUp = new WarmUp();
    int slices = 0;
    while (!(presentWarmUp.isOver() && pastWarmUp.isOver()) && slices * seconds < mostSeconds) {
      presentWarmUp.add(slice(present, intents).serverMicros());
      pastWarmUp.add(slice(past, intents).serverMicros());
      slices++;
    }
    System.out.println(
        text(
            "%d intents a push: %s after %d s of load for each server",
            intents,
            presentWarmUp.isOver() && pastWarmUp.isOver() ? "warm" : "still warming up",
            slices * seconds));
  }

  private boolean compare(int intents, int rounds, BenchServer present, BenchServer past)
      throws Exception {
    rates.clear();
    costs.clear();
    for (int round = 0; round < rounds; round++) {
      boolean presentFirst = round % 2 == 0;
      Slice first = slice(presentFirst ? present : past, intents);
      Slice second = slice(presentFirst ? past : present, intents);
      Slice ours = presentFirst ? first : second;
      Slice theirs = presentFirst ? second : first;
      rates.add(ours.perSecond() / theirs.perSecond());
      costs.add(ours.serverMicros() / theirs.serverMicros());
      System.out.println(
          text(
              "%d intents a push: this version answers %.0f pushes/s (p99 %.1f ms) with %.1f"
                  + " microseconds of CPU time each; the other version %.0f pushes/s (p99 %.1f ms)"
                  + " with %.1f microseconds",
              intents,
              ours.perSecond(),
              ours.p99Ms(),
              ours.serverMicros(),
              theirs.perSecond(),
              theirs.p99Ms(),
              theirs.serverMicros()));
    }
    double rate = Figures.median(rates);
    System.out.println(
        text(
            "%d intents a push: pushes per second ÷ the other version's: %.2f (at least %.2f)%s;"
                + " CPU time of a push ÷ the other version's: %.2f",
            intents, rate, MUST, rate < MUST ? "  LIMIT MISSED" : "", Figures.median(costs)));
    return rate >= MUST;
  }

  private Slice slice(BenchServer server, int intents) throws Exception {
    load.sendTo(server.port());
    Usage before = Usage.of(server, database);
    SyncLoad.Measured measured = load.run(CONNECTIONS, intents, seconds);
    double cpuSeconds = Usage.of(server, database).since(before).serverCpuSeconds();
    return new Slice(
        measured.perSecond(),
        cpuSeconds / (measured.perSecond() * seconds) * 1e6,
        measured.p99Ms());
  }
}
