package app.durus.bench.importing;

import app.durus.bench.load.BenchDatabase;
import app.durus.bench.measure.Options;
import app.durus.bench.measure.Rounds;
import app.durus.server.audio.AudioFile;
import app.durus.server.audio.AudioStore;
import app.durus.server.audio.format.AudioFormat;
import app.durus.server.catalogue.importing.CatalogueImporter;
import app.durus.server.catalogue.importing.ImportOptions;
import app.durus.server.catalogue.importing.report.ImportProgress;
import app.durus.server.catalogue.importing.report.ImportReport;
import app.durus.server.catalogue.importing.scan.FolderScan;
import app.durus.server.catalogue.importing.scan.Pictures;
import app.durus.server.catalogue.pg.PgCatalogue;
import app.durus.server.covers.CoverStore;
import app.durus.server.covers.UnusablePicture;
import app.durus.server.processes.ProofFolder;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code bench/import}: imports libraries of two sizes, twice each. It compares the time of each
 * file with reading and hashing the same bytes twice and parsing them with the same parsers. The
 * memory is measured after a full collection, when the last file has been read. An import of the
 * unchanged large library is compared with reading the names, sizes and times of its files.
 */
public final class ImportBench {

  private static final int WARM_UP_FILES = 2_000;
  private static final int LOOKS = 5;

  /**
   * @param firstMicros of each file, by a first import
   * @param againMicros of each file, by a second one without a change
   * @param referenceMicros of each file, without a database
   * @param bytes of memory in use for each file
   */
  private record Result(
      double firstMicros, double againMicros, double referenceMicros, double bytes) {}

  private ImportBench() {}

  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments, Set.of("small", "large"));
    int small = options.get("small", 4_000);
    int large = options.get("large", 40_000);
    Rounds first = Rounds.atLeast("reference ÷ first import, time a file", 0.8, 1);
    Rounds again = Rounds.atLeast("reference ÷ second import, time a file", 0.8, 1);
    Rounds time = Rounds.atMost("time a file, large ÷ small library, first import", 1.25, 1.1);
    Rounds timeAgain =
        Rounds.atMost("time a file, large ÷ small library, second import", 1.25, 1.1);
    Rounds look = Rounds.atMost("looking through ÷ names, sizes and times", 3, 2);
    Rounds memory = Rounds.atMost("memory a file, large ÷ small library", 1.25, 1.1);
    Vertx vertx = Vertx.vertx();
    try (ProofFolder folder = new ProofFolder();
        BenchDatabase database = BenchDatabase.start(folder.path().resolve("data"))) {
      Pool pool =
          PgBuilder.pool()
              .connectingTo(PgConnectOptions.fromUri(database.url()))
              .using(vertx)
              .build();
      measure(vertx, pool, folder.path().resolve("warm-up"), WARM_UP_FILES);
      Result fewer = measure(vertx, pool, folder.path().resolve("small"), small);
      Result more = measure(vertx, pool, folder.path().resolve("large"), large);
      lookThrough(folder.path().resolve("large"), large, look);
      for (Result result : List.of(fewer, more)) {
        first.add(result.referenceMicros, result.firstMicros);
        again.add(result.referenceMicros, result.againMicros);
      }
      time.add(more.firstMicros, fewer.firstMicros);
      timeAgain.add(more.againMicros, fewer.againMicros);
      memory.add(more.bytes, fewer.bytes);
    } finally {
      vertx.close().await();
    }
    boolean enough = true;
    for (Rounds rounds : List.of(first, again, time, timeAgain, look, memory)) {
      enough &= rounds.isEnough();
    }
    System.exit(enough ? 0 : 1);
  }

  private static Result measure(Vertx vertx, Pool pool, Path folder, int files) throws Exception {
    Path library = folder.resolve("library");
    SmallRecordings.write(library, files);
    CatalogueImporter importer =
        new CatalogueImporter(
            vertx,
            new PgCatalogue(pool),
            new AudioStore(folder.resolve("audio")),
            new CoverStore(folder.resolve("covers")),
            folder.resolve("data"));
    double before = usedBytes();
    double[] read = new double[1];
    double reference = micros(() -> reference(library), files);
    double first = micros(() -> run(importer, library, files, ImportProgress.UNHEARD, true), files);
    double again =
        micros(() -> run(importer, library, files, ImportProgress.UNHEARD, false), files);
    run(
        importer,
        library,
        files,
        (stage, done, of) -> {
          if (stage == ImportProgress.Stage.READING && done == of) {
            read[0] = usedBytes();
          }
        },
        false);
    Result result = new Result(first, again, reference, (read[0] - before) / files);
    System.out.printf(
        Locale.ROOT,
        "%,d files: first import %.0f µs per file, second import %.0f µs, reference %.0f µs,"
            + " memory in use %.0f bytes per file%n",
        files,
        first,
        again,
        reference,
        result.bytes);
    return result;
  }

  /** In alternating rounds. */
  private static void lookThrough(Path folder, int files, Rounds look) throws Exception {
    Path library = folder.resolve("library").toRealPath();
    for (int round = 0; round < LOOKS; round++) {
      double names = micros(() -> readNames(library, files), files);
      double scan = micros(() -> scan(folder, library, files), files);
      look.add(scan, names);
      System.out.printf(
          Locale.ROOT,
          "scan of the unchanged library: %.1f µs per file; names, sizes and times alone: %.1f µs%n",
          scan,
          names);
    }
  }

  private static void readNames(Path library, int files) throws IOException {
    long[] seen = new long[3];
    Files.walkFileTree(
        library,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            seen[0]++;
            seen[1] += attributes.size() + file.getFileName().toString().length();
            seen[2] ^= attributes.lastModifiedTime().toMillis();
            return FileVisitResult.CONTINUE;
          }
        });
    if (seen[0] != files || seen[1] == 0) {
      throw new IllegalStateException(seen[0] + " files");
    }
  }

  private static void scan(Path folder, Path library, int files) throws IOException {
    CoverStore covers = new CoverStore(folder.resolve("covers"));
    Pictures pictures =
        new Pictures() {
          @Override
          public String idOf(byte[] picture) throws IOException, UnusablePicture {
            return covers.check(picture);
          }

          @Override
          public boolean isHere(String id) {
            return covers.isHere(id);
          }
        };
    int found =
        FolderScan.of(library, folder.resolve("data"), pictures, false, ImportProgress.UNHEARD)
            .files()
            .size();
    if (found != files) {
      throw new IllegalStateException(found + " files");
    }
  }

  private static void run(
      CatalogueImporter importer,
      Path library,
      int files,
      ImportProgress progress,
      boolean areNew) {
    ImportReport report = importer.run(library, ImportOptions.USUAL, progress).await();
    int counted = areNew ? report.added() : report.unchanged();
    if (counted != files) {
      throw new IllegalStateException("of " + files + " files: " + report);
    }
  }

  /** The least work of an import: each file is parsed and hashed, and its copy is hashed again. */
  private static void reference(Path library) throws Exception {
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    byte[] buffer = new byte[256 * 1024];
    try (Stream<Path> files = Files.walk(library)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!(AudioFile.inspect(file, AudioFormat.MP3) instanceof AudioFile.Playable)) {
          throw new IOException(file + " is not playable");
        }
        try (InputStream in = Files.newInputStream(file)) {
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            hash.update(buffer, 0, read);
          }
        }
        hash.digest();
      }
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double micros(Work work, int files) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1_000.0 / files;
  }

  private static double usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
