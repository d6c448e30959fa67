package app.durus.proof.soak;

import static app.durus.bench.measure.Figures.text;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.load.BenchServer;
import app.durus.bench.load.Population;
import app.durus.bench.load.SyncLoad;
import app.durus.bench.measure.Figures;
import app.durus.proof.run.ProofLog;
import app.durus.proof.run.ProofOptions;
import app.durus.server.processes.ProofFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * {@code proof/soak}: pushes at half the rate that the server reaches at full load, with visitors
 * of every other kind, for the given time. At the end of the run the server may not use more
 * resources than in the middle.
 */
final class SoakProof implements AutoCloseable {

  private static final Duration BRIEFLY = Duration.ofSeconds(40);
  private static final Population POPULATION = new Population(20_000, 300, 10);
  private static final int CONNECTIONS = 64;
  private static final int FULL_LOAD_SECONDS = 10;
  private static final int SLICE_SECONDS = 5;

  /** The server makes one worker thread for each scrape of its metrics, until the pool is full. */
  private static final int SCRAPES_THAT_FILL_THE_POOL = 40;

  /** The least number of samples with which the last third can be compared with the second. */
  private static final int LEAST_SAMPLES = 6;

  /** A small heap shows a leak. With a large one the memory would grow without a leak. */
  private static final String HEAP = "-Xmx256m";

  private final BenchDatabase database;
  private final BenchServer server;
  private final SyncLoad load;
  private final Visitors visitors;

  private SoakProof(ProofFolder folder) throws Exception {
    System.setProperty("durus.jvm", HEAP + " " + System.getProperty("durus.jvm", ""));
    database = BenchDatabase.start(folder.path());
    database.fill(POPULATION);
    server = BenchServer.start(folder.path(), database.url(), Map.of());
    load = new SyncLoad(server.port(), POPULATION, database.epoch());
    visitors = new Visitors(server.port());
    for (int i = 0; i < SCRAPES_THAT_FILL_THE_POOL; i++) {
      server.metric("jvm_threads_live_threads");
    }
  }

  public static void main(String[] arguments) throws Exception {
    ProofOptions options = ProofOptions.of(List.of(), arguments);
    boolean holds;
    try (ProofFolder folder = new ProofFolder();
        SoakProof proof = new SoakProof(folder)) {
      holds = proof.run(options);
    }
    System.exit(holds ? 0 : 1);
  }

  private boolean run(ProofOptions options) throws Exception {
    ProofLog log = new ProofLog("soak");
    Instant begun = Instant.now();
    double rate = load.run(CONNECTIONS, 1, FULL_LOAD_SECONDS).perSecond() / 2;
    Instant until = options.until(BRIEFLY);
    List<Footprint> samples = new ArrayList<>();
    double requests = 0;
    double worstP99Ms = 0;
    do {
      SyncLoad.Measured measured = load.runAtRate(CONNECTIONS, 1, SLICE_SECONDS, rate);
      requests += measured.perSecond() * SLICE_SECONDS;
      worstP99Ms = Math.max(worstP99Ms, measured.p99Ms());
      samples.add(visitors.between(() -> Footprint.of(server, database)));
      System.err.println(samples.getLast());
    } while (samples.size() < LEAST_SAMPLES || Instant.now().isBefore(until));
    List<String> growing = growing(samples);
    growing.forEach(System.out::println);
    Footprint last = samples.getLast();
    log.end(
        options,
        0,
        0,
        begun,
        text(
            "%.0f pushes at %.0f per second and %d visits; the p99 of each 5 s was at most %.1f ms; at"
                + " the end %.0f MiB of live heap, %.0f MiB of resident memory, %.0f threads, %.0f open"
                + " files, %.0f processes of the database; %d faults",
            requests,
            rate,
            visitors.visits(),
            worstP99Ms,
            last.liveHeapMib(),
            last.residentMib(),
            last.threads(),
            last.files(),
            last.backends(),
            growing.size()));
    return growing.isEmpty();
  }

  /** The first third is the warm-up: caches and pools fill, and the compiler works. */
  private static List<String> growing(List<Footprint> samples) {
    int third = samples.size() / 3;
    Comparison comparison =
        new Comparison(
            samples.subList(third, 2 * third), samples.subList(2 * third, samples.size()));
    List<String> growing = new ArrayList<>();
    comparison.judge("live heap, MiB", Footprint::liveHeapMib, 1.1, 2, growing);
    comparison.judge("resident memory, MiB", Footprint::residentMib, 1.1, 16, growing);
    comparison.judge("threads", Footprint::threads, 1, 2, growing);
    comparison.judge("open files", Footprint::files, 1, 8, growing);
    comparison.judge("processes of the database", Footprint::backends, 1, 2, growing);
    return growing;
  }

  /** Compares medians, so that one unusual sample changes nothing. */
  private record Comparison(List<Footprint> before, List<Footprint> after) {

    /**
     * @param factor the most that the later median may be, as a multiple of the earlier one
     * @param more an additional allowance, in the figure's own unit
     */
    void judge(
        String what,
        ToDoubleFunction<Footprint> figure,
        double factor,
        double more,
        List<String> growing) {
      double early = median(before, figure);
      double late = median(after, figure);
      System.out.println(
          text("%s: median %.1f in the second third, %.1f in the last third", what, early, late));
      if (late > early * factor + more) {
        growing.add(text("FAULT: %s grew from %.1f to %.1f", what, early, late));
      }
    }

    private static double median(List<Footprint> samples, ToDoubleFunction<Footprint> figure) {
      return Figures.median(samples.stream().mapToDouble(figure).boxed().toList());
    }
  }

  @Override
  public void close() throws IOException {
    visitors.close();
    load.close();
    server.close();
    database.close();
  }
}
