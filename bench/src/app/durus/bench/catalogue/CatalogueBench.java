package app.durus.bench.catalogue;

import app.durus.bench.measure.Rounds;
import app.durus.server.processes.ProofFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code bench/catalogue}: what the size of the catalogue costs a listener. Catalogues of several
 * sizes are visited in turn, with the processor slowed down four times.
 */
public final class CatalogueBench {

  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private static final double LINKED_MUST = 1.5;
  private static final double HOME_MUST = 1.5;
  private static final double STORED_MUST = 3.0;
  private static final double MEMORY_MUST = 3.0;

  private CatalogueBench() {}

  public static void main(String[] arguments) throws Exception {
    SELENIUM.setLevel(Level.SEVERE);
    int rounds = 3;
    int[] sizes = {500, 20_000, 100_000};
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      switch (arguments[i]) {
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--sizes" ->
            sizes = Arrays.stream(value.split(",")).mapToInt(Integer::parseInt).toArray();
        default -> throw new IllegalArgumentException("[--rounds N] [--sizes N,N,N]");
      }
    }
    boolean reached;
    try (ProofFolder folder = new ProofFolder()) {
      reached = measure(folder.path(), sizes, rounds);
    }
    System.out.println(
        "load average of this machine: " + Files.readString(Path.of("/proc/loadavg")).strip());
    System.exit(reached ? 0 : 1);
  }

  private static boolean measure(Path folder, int[] sizes, int rounds) throws Exception {
    List<BenchCatalogue> catalogues = new ArrayList<>();
    List<CatalogueVisits> visits = new ArrayList<>();
    try {
      for (int size : sizes) {
        Path place = Files.createDirectories(folder.resolve("lectures-" + size));
        catalogues.add(BenchCatalogue.start(place, size));
        visits.add(new CatalogueVisits(catalogues.getLast(), place));
      }
      boolean reached = compare(sizes, visits, rounds);
      visits.getLast().findTheLast();
      System.out.printf(
          Locale.ROOT, "%d lectures: the last one is found%n", sizes[sizes.length - 1]);
      return reached;
    } finally {
      visits.forEach(CatalogueVisits::close);
      catalogues.forEach(BenchCatalogue::close);
    }
  }

  private static boolean compare(int[] sizes, List<CatalogueVisits> visits, int rounds)
      throws Exception {
    List<Rounds> all = new ArrayList<>();
    List<Rounds> linked = new ArrayList<>();
    List<Rounds> stored = new ArrayList<>();
    for (int size : sizes) {
      linked.add(added(all, "a linked lecture playable ÷ a bare page, " + size, LINKED_MUST));
      stored.add(added(all, "stored ÷ one fetch and one bulk put, " + size, STORED_MUST));
    }
    Rounds first = sizes.length < 2 ? null : added(all, of("first Home", sizes, 1, 0), HOME_MUST);
    Rounds warm = sizes.length < 2 ? null : added(all, of("warm Home", sizes, 1, 0), HOME_MUST);
    Rounds memory = sizes.length < 3 ? null : added(all, of("memory", sizes, 2, 1), MEMORY_MUST);
    for (int round = 1; round <= rounds; round++) {
      List<CatalogueVisits.Figures> figures = new ArrayList<>();
      for (int i = 0; i < sizes.length; i++) {
        CatalogueVisits.Figures one = visits.get(i).round();
        figures.add(one);
        tell(round, sizes[i], one);
        linked.get(i).add(one.linkedMs(), one.bareMs());
        stored.get(i).add(one.storedMs(), one.referenceMs());
      }
      if (first != null) {
        first.add(figures.get(1).firstMs(), figures.get(0).firstMs());
        warm.add(figures.get(1).warmMs(), figures.get(0).warmMs());
      }
      if (memory != null) {
        memory.add(figures.get(2).memoryKib(), figures.get(1).memoryKib());
      }
    }
    boolean reached = true;
    for (Rounds one : all) {
      reached &= one.isEnough();
    }
    return reached;
  }

  private static Rounds added(List<Rounds> all, String name, double must) {
    Rounds rounds = Rounds.atMost(name, must, must);
    all.add(rounds);
    return rounds;
  }

  private static String of(String what, int[] sizes, int ours, int reference) {
    return what + " with " + sizes[ours] + " lectures ÷ with " + sizes[reference];
  }

  private static void tell(int round, int size, CatalogueVisits.Figures one) {
    System.out.printf(
        Locale.ROOT,
        "round %d, %d lectures: first Home %.0f ms; stored %.0f ms, reference %.0f ms; memory %.0f MiB;"
            + " warm Home %.0f ms; linked lecture %.0f ms, bare page %.0f ms%n",
        round,
        size,
        one.firstMs(),
        one.storedMs(),
        one.referenceMs(),
        one.memoryKib() / 1024,
        one.warmMs(),
        one.linkedMs(),
        one.bareMs());
  }
}
