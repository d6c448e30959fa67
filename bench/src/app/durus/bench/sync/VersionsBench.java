package app.durus.bench.sync;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.load.BenchServer;
import app.durus.bench.load.Population;
import app.durus.bench.load.SyncLoad;
import app.durus.bench.measure.Options;
import app.durus.server.processes.PackagedJar;
import app.durus.server.processes.ReachableFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares pushes to this version with pushes to another version's jar, on one database ({@link
 * Alternation}). The other version must be able to use the present schema.
 */
public final class VersionsBench {

  /** This version must keep at least this share of the other's requests a second. */
  private static final double MUST = 0.95;

  private VersionsBench() {}

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
        Alternation alternation =
            new Alternation(
                new Alternation.Side("this version", present, database, load),
                new Alternation.Side("the other version", past, database, load),
                options.get("seconds", 3));
        int warmUpSeconds = options.get("warmup", 120);
        alternation.warmUp(10, warmUpSeconds);
        boolean holds = true;
        for (int intents : List.of(1, 10)) {
          alternation.warmUp(intents, warmUpSeconds);
          holds &= alternation.compare(intents, options.get("rounds", 12), MUST);
        }
        return holds;
      }
    }
  }
}
