package app.durus.bench.sync;

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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Pushes over HTTP against plain SQL on the same database, in alternating rounds: 64 connections,
 * random listeners and lectures; authentication, validation and metrics on. Ends with 1 when a
 * ratio's median misses its limit.
 */
public final class SyncBench {

  private static final int CONNECTIONS = 64;
  private static final int REFERENCE_CLIENTS = 32;
  private static final int BULK_CLIENTS = 8;
  private static final int BULK_ROWS = 100;
  private static final int INTENTS = 10;

  private final List<Double> toOnePush = new ArrayList<>();
  private final List<Double> toSingleRow = new ArrayList<>();
  private final List<Double> toBulk = new ArrayList<>();
  private final List<Double> p99Ms = new ArrayList<>();
  private final List<Double> onePushP99Ms = new ArrayList<>();

  private SyncBench() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 1 && arguments[0].equals("--database")) {
      boolean holds = DatabasesBench.run(Arrays.copyOfRange(arguments, 1, arguments.length));
      System.exit(holds ? 0 : 1);
    }
    Options options =
        new Options(
            arguments, Set.of("rounds", "seconds", "warmup", "listeners", "lectures", "states"));
    Population population =
        new Population(
            options.get("listeners", 100_000),
            options.get("lectures", 300),
            options.get("states", 10));
    boolean enough = new SyncBench().run(options, population);
    System.exit(enough ? 0 : 1);
  }

  private boolean run(Options options, Population population) throws Exception {
    int seconds = options.get("seconds", 10);
    Path folder = ReachableFolder.make("durus-bench");
    try (BenchDatabase database = BenchDatabase.start(folder)) {
      System.out.println("database: " + database.settings());
      System.out.println("filling: " + population);
      database.fill(population);
      Reference reference = new Reference(database.address(), population);
      try (BenchServer server = BenchServer.start(folder, database.url(), Map.of());
          SyncLoad load = new SyncLoad(server.port(), population, database.epoch())) {
        System.out.println("warming up");
        load.run(CONNECTIONS, 1, options.get("warmup", 40));
        load.run(CONNECTIONS, INTENTS, Math.max(1, options.get("warmup", 40) / 2));
        reference.onePush(REFERENCE_CLIENTS, Math.max(1, seconds / 3));
        Round round = new Round(database, server, load, reference, seconds);
        for (int i = 1; i <= options.get("rounds", 5); i++) {
          round.run(i);
        }
      }
    }
    return verdict();
  }

  /**
   * Measures everything once, one after the other, so that the two sides of a ratio are at most
   * minutes apart.
   */
  private final class Round {

    private final BenchDatabase database;
    private final BenchServer server;
    private final SyncLoad load;
    private final Reference reference;
    private final int seconds;

    Round(
        BenchDatabase database,
        BenchServer server,
        SyncLoad load,
        Reference reference,
        int seconds) {
      this.database = database;
      this.server = server;
      this.load = load;
      this.reference = reference;
      this.seconds = seconds;
    }

    void run(int number) throws Exception {
      Reference.Measured onePush =
          referenced("(c)", () -> reference.onePush(REFERENCE_CLIENTS, seconds));
      SyncLoad.Measured single = measured(1);
      Reference.Measured row =
          referenced("(a)", () -> reference.singleRow(REFERENCE_CLIENTS, seconds));
      SyncLoad.Measured ten = measured(INTENTS);
      Reference.Measured bulk =
          referenced("bulk", () -> reference.bulk(BULK_ROWS, INTENTS, BULK_CLIENTS, seconds));
      double intentsPerSecond = ten.perSecond() * INTENTS;
      double rowsPerSecond = bulk.perSecond() * BULK_ROWS;
      toOnePush.add(single.perSecond() / onePush.perSecond());
      toSingleRow.add(single.perSecond() / row.perSecond());
      toBulk.add(intentsPerSecond / rowsPerSecond);
      p99Ms.add(single.p99Ms());
      onePushP99Ms.add(onePush.p99Ms());
      System.out.println(
          text(
              "round %d: with 1 intent %.0f requests/s (p50 %.1f ms, p99 %.1f ms);"
                  + " one push as SQL %.0f/s (p50 %.1f ms, p99 %.1f ms);"
                  + " single-row upsert %.0f/s (p50 %.1f ms, p99 %.1f ms);"
                  + " with 10 intents %.0f intents/s (p50 %.1f ms, p99 %.1f ms);"
                  + " bulk upsert %.0f rows/s",
              number,
              single.perSecond(),
              single.p50Ms(),
              single.p99Ms(),
              onePush.perSecond(),
              onePush.p50Ms(),
              onePush.p99Ms(),
              row.perSecond(),
              row.p50Ms(),
              row.p99Ms(),
              intentsPerSecond,
              ten.p50Ms(),
              ten.p99Ms(),
              rowsPerSecond));
    }

    private Reference.Measured referenced(String name, Supplier<Reference.Measured> measurement)
        throws IOException {
      double databaseCpu = database.cpuSeconds();
      Reference.Measured measured = measurement.get();
      double statements = measured.perSecond() * seconds;
      System.out.println(
          text(
              "  %s: %.0f µs of CPU time of the database per transaction",
              name, (database.cpuSeconds() - databaseCpu) / statements * 1e6));
      return measured;
    }

    private SyncLoad.Measured measured(int intents) throws Exception {
      Usage before = Usage.of(server, database);
      SyncLoad.Measured measured = load.run(CONNECTIONS, intents, seconds);
      Usage used = Usage.of(server, database).since(before);
      double requests = measured.perSecond() * seconds;
      System.out.println(
          text(
              "  requests of %d intents: %s; %s; %.1f pushes per transaction",
              intents,
              used.processorTime("per request", requests),
              used.allocation("per intent", requests * intents),
              used.pushesOfATransaction()));
      return measured;
    }
  }

  private boolean verdict() {
    System.out.println(
        text(
            "p99 of requests with 1 intent: %.1f ms; of one push as SQL: %.1f ms",
            Figures.median(p99Ms), Figures.median(onePushP99Ms)));
    return isEnough("requests of 1 intent per second ÷ one push as SQL", toOnePush, 1.5, 2.5)
        & isEnough("requests of 1 intent per second ÷ single-row upsert", toSingleRow, 1.0, 2.0)
        & isEnough(
            "intents per second, 10 per request ÷ rows per second, bulk upsert of 100 rows",
            toBulk,
            0.45,
            0.75);
  }

  private static boolean isEnough(String what, List<Double> ratios, double must, double aim) {
    double median = Figures.median(ratios);
    System.out.println(
        text(
            "%s: %.2f (limit ≥ %.2f, aim %.2f)%s",
            what, median, must, aim, median < must ? "  LIMIT MISSED" : ""));
    return median >= must;
  }
}
