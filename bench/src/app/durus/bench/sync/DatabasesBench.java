package app.durus.bench.sync;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.load.BenchServer;
import app.durus.bench.load.Population;
import app.durus.bench.load.SyncLoad;
import app.durus.bench.measure.Options;
import app.durus.server.processes.ReachableFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code bench/sync --database URL}: compares pushes with a database on an operator's PostgreSQL
 * with pushes with the embedded one ({@link Alternation}). A server of its own uses each.
 */
final class DatabasesBench {

  /** The share of the embedded database's pushes a second that the other one must reach. */
  private static final double MUST = 0.9;

  private DatabasesBench() {}

  /**
   * @param arguments the address of the other PostgreSQL, and then options
   * @return whether the limits hold
   */
  static boolean run(String[] arguments) throws Exception {
    Options options =
        new Options(
            Arrays.copyOfRange(arguments, 1, arguments.length),
            Set.of("rounds", "seconds", "warmup", "listeners", "lectures", "states"));
    Population population =
        new Population(
            options.get("listeners", 100_000),
            options.get("lectures", 300),
            options.get("states", 10));
    Path here = ReachableFolder.make("durus-bench");
    try (BenchDatabase embedded = BenchDatabase.start(here);
        BenchDatabase other = BenchDatabase.on(arguments[0])) {
      for (BenchDatabase database : List.of(embedded, other)) {
        System.out.println("database: " + database.settings());
        database.fill(population);
      }
      try (BenchServer ours = BenchServer.start(here, embedded.url(), Map.of());
          BenchServer theirs =
              BenchServer.start(ReachableFolder.make("durus-bench"), other.url(), Map.of());
          SyncLoad ourLoad = new SyncLoad(ours.port(), population, embedded.epoch());
          SyncLoad theirLoad = new SyncLoad(theirs.port(), population, other.epoch())) {
        Alternation alternation =
            new Alternation(
                new Alternation.Side("this database", theirs, other, theirLoad),
                new Alternation.Side("the embedded one", ours, embedded, ourLoad),
                options.get("seconds", 3));
        int warmUpSeconds = options.get("warmup", 120);
        boolean holds = true;
        for (int intents : List.of(10, 1)) {
          alternation.warmUp(intents, warmUpSeconds);
          holds &= alternation.compare(intents, options.get("rounds", 12), MUST);
        }
        return holds;
      }
    }
  }
}
