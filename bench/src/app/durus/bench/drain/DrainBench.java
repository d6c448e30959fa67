package app.durus.bench.drain;

import static app.durus.bench.measure.Figures.text;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.load.BenchServer;
import app.durus.bench.load.Population;
import app.durus.bench.load.Reference;
import app.durus.bench.load.SyncLoad;
import app.durus.bench.load.Usage;
import app.durus.bench.measure.Figures;
import app.durus.bench.measure.Options;
import app.durus.server.processes.ReachableFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Outboxes of 10,000 intents, each for another lecture, drained in pushes of 500, against a bulk
 * upsert of such rows by plain SQL, in alternating rounds.
 */
public final class DrainBench {

  private static final int INTENTS = 500;
  private static final int CONNECTIONS = 16;
  private static final int BULK_ROWS = 1_000;
  private static final int BULK_CLIENTS = 8;
  private static final double MUST = 0.4;
  private static final double AIM = 0.7;

  private DrainBench() {}

  public static void main(String[] arguments) throws Exception {
    Options options =
        new Options(arguments, Set.of("rounds", "seconds", "warmup", "listeners", "outbox"));
    Population population =
        new Population(options.get("listeners", 2_000), options.get("outbox", 10_000), 0);
    int seconds = options.get("seconds", 10);
    List<Double> ratios = new ArrayList<>();
    List<Double> p50Ms = new ArrayList<>();
    List<Double> p99Ms = new ArrayList<>();
    Path folder = ReachableFolder.make("durus-bench");
    try (BenchDatabase database = BenchDatabase.start(folder)) {
      System.out.println("database: " + database.settings());
      database.fill(population);
      Reference reference = new Reference(database.address(), population);
      try (BenchServer server = BenchServer.start(folder, database.url(), Map.of());
          SyncLoad load = new SyncLoad(server.port(), population, database.epoch())) {
        load.drain(CONNECTIONS, INTENTS, options.get("warmup", 10));
        for (int i = 1; i <= options.get("rounds", 5); i++) {
          Usage before = Usage.of(server, database);
          SyncLoad.Measured drained = load.drain(CONNECTIONS, INTENTS, seconds);
          Usage used = Usage.of(server, database).since(before);
          double databaseCpu = database.cpuSeconds();
          Reference.Measured bulk = reference.bulk(BULK_ROWS, INTENTS, BULK_CLIENTS, seconds);
          double bulkCpu = database.cpuSeconds() - databaseCpu;
          double intentsPerSecond = drained.perSecond() * INTENTS;
          double rowsPerSecond = bulk.perSecond() * BULK_ROWS;
          double intents = intentsPerSecond * seconds;
          p50Ms.add(drained.p50Ms());
          p99Ms.add(drained.p99Ms());
          System.out.println(
              text(
                  "  %s; %s; %.1f pushes per transaction",
                  used.processorTime("per intent", intents),
                  used.allocation("per intent", intents),
                  used.pushesOfATransaction()));
          System.out.println(
              text(
                  "  bulk upsert: %.1f µs of CPU time of the database per row",
                  bulkCpu / (rowsPerSecond * seconds) * 1e6));
          ratios.add(intentsPerSecond / rowsPerSecond);
          System.out.println(
              text(
                  "round %d: %.0f intents/s (one push: p50 %.1f ms, p99 %.1f ms);"
                      + " bulk upsert %.0f rows/s (one statement: p50 %.1f ms, p99 %.1f ms)",
                  i,
                  intentsPerSecond,
                  drained.p50Ms(),
                  drained.p99Ms(),
                  rowsPerSecond,
                  bulk.p50Ms(),
                  bulk.p99Ms()));
        }
      }
    }
    double median = Figures.median(ratios);
    System.out.println(
        text(
            "one push of 500 intents: p50 %.1f ms, p99 %.1f ms (medians of the rounds)",
            Figures.median(p50Ms), Figures.median(p99Ms)));
    System.out.println(
        text(
            "intents per second ÷ rows per second, bulk upsert of 1,000 rows: %.2f"
                + " (limit ≥ %.2f, aim %.2f)%s",
            median, MUST, AIM, median < MUST ? "  LIMIT MISSED" : ""));
    System.exit(median < MUST ? 1 : 0);
  }
}
